//! How long a recording is.

/// The length of a recording in seconds; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(u32);

impl Duration {
    /// A duration of this many seconds; `None` for zero.
    #[must_use]
    pub fn from_seconds(seconds: u32) -> Option<Self> {
        (seconds > 0).then_some(Self(seconds))
    }

    /// Reads `54m`, `1h02m`, `1h 2m 3s`, `54 min`, `62:10`, `1:02:10`, `PT54M`, or seconds.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let compact: String =
            raw.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        if compact.contains(':') {
            let mut total = 0u32;
            for part in compact.split(':') {
                let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                let value: u32 = if digits { part.parse().ok()? } else { return None };
                total = total.checked_mul(60)?.checked_add(value)?;
            }
            return Self::from_seconds(total);
        }
        let mut rest = compact.strip_prefix("pt").unwrap_or(&compact);
        let mut total = 0u32;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (unit, after) = after.split_at(letters);
            let seconds = match unit {
                "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
                "m" | "min" | "mins" | "minute" | "minutes" => 60,
                "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
                _ => return None,
            };
            total = total.checked_add(number.parse::<u32>().ok()?.checked_mul(seconds)?)?;
            rest = after;
        }
        Self::from_seconds(total)
    }

    /// The length in seconds.
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (hours, minutes) = (self.0 / 3600, self.0 % 3600 / 60);
        match (hours, minutes) {
            (0, 0) => write!(f, "{} s", self.0),
            (0, minutes) => write!(f, "{minutes} min"),
            (hours, 0) => write!(f, "{hours} h"),
            (hours, minutes) => write!(f, "{hours} h {minutes} min"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_form() {
        let read = |raw: &str| Duration::parse(raw).map(Duration::seconds);
        assert_eq!(read("54m"), Some(3240));
        assert_eq!(read("1h02m"), Some(3720));
        assert_eq!(read("62:10"), Some(3730));
        assert_eq!(read("1:02:10"), Some(3730));
        assert_eq!(read("54 min"), Some(3240));
        assert_eq!(read("3240"), Some(3240));
        assert_eq!(read("PT1H2M"), Some(3720));
        for raw in ["", "0", "long", "5x", "1:x", "99999999999", ":"] {
            assert_eq!(read(raw), None, "{raw}");
        }
    }
}
