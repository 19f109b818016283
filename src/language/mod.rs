//! The two languages that people read here: names in both, and the catalogues of all texts.

pub mod catalogue;
pub mod visible;

use serde::{Deserialize, Serialize};

/// A language of names, messages and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Chinese, simplified.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Both, Chinese first.
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// The one of two texts that this language reads.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// One text from each catalogue.
    pub fn of(message: &catalogue::Message) -> Self {
        Text { zh: message.text(Language::Zh), en: message.text(Language::En) }
    }

    /// The text in this language.
    pub fn get(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}
