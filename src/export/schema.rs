//! JSON Schema of the output (`list --format json`) and of the input (the YAML record).

use serde_json::{Value, json};

use crate::search::UserFlag;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the array that `list --format json` and `show --format json` print.
#[must_use]
pub fn output() -> Value {
    let text = json!({"type": "string"});
    let text_or_null = json!({"type": ["string", "null"]});
    let number_or_null = json!({"type": ["integer", "null"], "minimum": 0});
    let link = json!({"type": "string", "format": "uri"});
    let texts = json!({"type": "array", "items": text});
    let place = object(&[("file", text.clone()), ("line", json!({"type": "integer", "minimum": 1}))]);
    let video = object(&[
        ("youtube_id", json!({"type": ["string", "null"], "pattern": "^[A-Za-z0-9_-]{11}$"})),
        ("url", link.clone()),
        ("start_seconds", number_or_null.clone()),
    ]);
    let speaker = object(&[
        ("name", text.clone()),
        ("affiliation", text_or_null.clone()),
        ("bio", text_or_null.clone()),
    ]);
    let record = object(&[
        ("id", text.clone()),
        ("title", text_or_null.clone()),
        ("speakers", json!({"type": "array", "items": speaker})),
        ("date", json!({"type": ["string", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"})),
        ("date_text", text_or_null.clone()),
        ("time", text_or_null.clone()),
        ("timezone", text_or_null.clone()),
        ("series", text_or_null.clone()),
        ("location", text_or_null.clone()),
        ("host", texts.clone()),
        ("abstract", text_or_null.clone()),
        ("video", json!({"anyOf": [video, {"type": "null"}]})),
        ("videos", json!({"type": "array", "items": video})),
        ("slides", json!({"type": ["string", "null"], "format": "uri"})),
        ("links", json!({"type": "array", "items": object(&[("label", text.clone()), ("url", link)])})),
        ("tags", texts),
        ("language", text_or_null),
        ("duration_seconds", number_or_null),
        ("other", json!({"type": "object"})),
        ("source", place.clone()),
        ("also", json!({"type": "array", "items": place})),
        ("mine", object(&UserFlag::ALL.map(|flag| (flag.name(), json!({"type": "boolean"}))))),
    ]);
    json!({"$schema": DIALECT, "title": "Talks, as seminars prints them", "type": "array", "items": record})
}

/// The schema of a file in the project's own format, for editors.
#[must_use]
pub fn record() -> Value {
    let text = |words: &str| json!({"type": "string", "description": words});
    let speaker = json!({
        "type": "object",
        "properties": {
            "name": text("The speaker's name, taken literally"),
            "affiliation": text("Where the speaker works"),
            "bio": text("About the speaker, in Markdown"),
        },
        "required": ["name"],
        "additionalProperties": false,
    });
    let texts = |words: &str| {
        json!({
            "description": words,
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        })
    };
    let fields = json!({
        "id": text("The record's id; by default made from the file name, or from date and first speaker"),
        "title": text("The title"),
        "date": {"type": ["string", "integer"], "description": "A day, a month or a year: 2022-11-17, 2022-11, 2022"},
        "time": text("The time of day, free text"),
        "timezone": text("An IANA name such as Europe/Paris"),
        "series": text("The named sequence the talk belongs to"),
        "location": text("The place"),
        "host": texts("Who hosts the talk"),
        "speakers": {"type": "array", "items": {"anyOf": [{"type": "string"}, speaker]}},
        "speaker": text("The short form of speakers, for one name"),
        "abstract": text("What the talk is about, in Markdown"),
        "video": texts("Any form of a YouTube link, a bare id, or another address"),
        "duration": {"type": ["string", "integer"], "description": "54m, 1h02m, 62:10, or seconds"},
        "slides": text("The address of the slides"),
        "links": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Label to address"},
        "tags": texts("Subjects"),
        "language": text("A code such as en"),
    });
    json!({
        "$schema": DIALECT,
        "title": "A seminar, or several",
        "$defs": {"seminar": {
            "type": "object",
            "properties": fields,
            "anyOf": [{"required": ["title"]}, {"required": ["speakers"]}, {"required": ["speaker"]}],
        }},
        "anyOf": [
            {"$ref": "#/$defs/seminar"},
            {"type": "array", "items": {"$ref": "#/$defs/seminar"}},
            {
                "type": "object",
                "properties": {"seminars": {"type": "array", "items": {"$ref": "#/$defs/seminar"}}},
                "required": ["seminars"],
            },
        ],
    })
}

/// An object with exactly these keys.
fn object(fields: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({"type": "object", "properties": properties, "required": names, "additionalProperties": false})
}
