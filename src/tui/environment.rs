//! Detects the terminal's abilities from environment variables.

use super::theme::Theme;

/// The theme for this terminal: no colours if `NO_COLOR` is set or `TERM` is `dumb`, ASCII if the locale is not UTF-8.
/// If no locale is set, as in many containers, UTF-8 is assumed.
#[must_use]
pub fn terminal_theme() -> Theme {
    let filled = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let has_colours = filled("NO_COLOR").is_none() && filled("TERM").is_none_or(|term| term != "dumb");
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(filled);
    let locale = locale.map(|locale| locale.to_string_lossy().to_ascii_lowercase());
    let is_utf8 = locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"));
    Theme::new(has_colours).with_ascii(!is_utf8)
}

/// Whether to use OSC 8 hyperlinks: false for terminals known to print the sequence as text or to drop the link's text.
#[must_use]
pub fn takes_hyperlinks() -> bool {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let (term, program) = (variable("TERM"), variable("TERM_PROGRAM"));
    let is_old =
        ["dumb", "linux", "vt", "screen"].iter().any(|name| term.starts_with(name)) && program != "tmux";
    let is_old_tmux = program == "tmux" && {
        let version = variable("TERM_PROGRAM_VERSION");
        let mut numbers =
            version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<u32>().ok());
        (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) < (3, 4)
    };
    !is_old && !is_old_tmux && program != "Apple_Terminal"
}
