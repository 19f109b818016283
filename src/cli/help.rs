//! Help and usage errors in the reader's language: texts of the catalogue, put into the definition of the command.
//!
//! The text of a verb is `help-VERB`, what `--help` adds `help-VERB-more`, its examples `help-VERB-examples`; the text of an option is `help-VERB-OPTION`, or
//! `help-arg-OPTION` where several verbs mean the same by it. English texts are the doc comments beside the options too; a test keeps them the same.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _, Parser as _};

use super::{Args, standard};
use crate::error::Problems;
use crate::language::Language;
use crate::language::catalogue::Message;
use crate::{said, tell};

/// What clap writes by itself, and headings of options, by the names that the words have in the catalogue.
const CLAPS_OWN: [&str; 13] = [
    "help-word-usage",
    "help-word-commands",
    "help-word-arguments",
    "help-word-options",
    "help-word-any-options",
    "help-word-command",
    "help-word-a-command",
    "help-word-default",
    "help-word-possible",
    "help-word-design",
    "help-word-result",
    "help-word-selection",
    "help-word-seed",
];

/// The whole command, its help in this language.
pub(super) fn command(language: Language) -> Command {
    let mut command = Args::command();
    command.build();
    localised(command, "minyi", language)
}

/// What was typed; help and usage errors are printed here, and end the process.
pub(super) fn parsed(language: Language) -> Args {
    // Texts are put in only where they are read: what is typed well starts without them.
    if let Ok(args) = Args::try_parse() {
        return args;
    }
    match command(language).try_get_matches().and_then(|m| Args::from_arg_matches(&m)) {
        Ok(args) => args,
        Err(e) if e.use_stderr() && e.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            standard::words(&usage_error(&e, language));
            std::process::exit(2)
        }
        Err(e) => {
            let text = in_our_words(e.render().ansi().to_string(), language);
            // Escape codes are for terminals only.
            if e.use_stderr() {
                standard::words_styled(&text);
            } else {
                standard::print_styled(&text);
            }
            if let Some(lost) = standard::lost() {
                standard::words(&Problems::from(lost).text(language));
                std::process::exit(2)
            }
            std::process::exit(e.exit_code())
        }
    }
}

fn localised(mut command: Command, path: &str, language: Language) -> Command {
    let text = |name: &str| language.find(&name.replace('_', "-"));
    if let Some(about) = text(&format!("help-{path}")) {
        command = command.about(about);
        if let Some(more) = text(&format!("help-{path}-more")) {
            command = command.long_about(format!("{about}\n\n{more}"));
        }
    }
    if let Some(examples) = text(&format!("help-{path}-examples")) {
        command = command.after_help(examples);
    }
    let help = |arg: Arg| {
        let id = arg.get_id().as_str();
        let own = text(&format!("help-{path}-{id}"));
        match own.or_else(|| text(&format!("help-arg-{id}"))) {
            Some(help) => arg.help(help).long_help(None),
            None => arg,
        }
    };
    command.mut_args(help).mut_subcommands(|verb| {
        let name = verb.get_name().to_owned();
        // `minyi help VERB` knows the verbs again.
        let path = if ["minyi", "help"].contains(&path) || name == "help" { name } else { format!("{path}-{name}") };
        localised(verb, &path, language)
    })
}

fn in_our_words(text: String, language: Language) -> String {
    CLAPS_OWN.iter().fold(text, |text, name| text.replace(Language::En.say(name), language.say(name)))
}

/// Why a value is none.
fn reason(e: &clap::Error) -> Option<Message> {
    let source = std::error::Error::source(e)?;
    Some(if source.is::<std::num::ParseIntError>() {
        said!("error-usage-expected", expected = said!("error-a-whole-number"))
    } else if source.is::<std::num::ParseFloatError>() {
        said!("error-usage-expected", expected = said!("error-a-number"))
    } else if let Some(ours) = source.downcast_ref::<crate::error::Error>() {
        ours.sentence()
    } else {
        source.to_string().into()
    })
}

/// What was typed wrongly, a hint, and how the verb is used.
fn usage_error(e: &clap::Error, language: Language) -> String {
    let one = |kind| match e.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Number(n)) => n.to_string(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        _ => String::new(),
    };
    let (arg, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    let message = match e.kind() {
        ErrorKind::UnknownArgument => said!("error-usage-unknown", arg = arg),
        ErrorKind::InvalidSubcommand => said!("error-usage-no-verb", verb = one(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => said!("error-usage-verb-missing", verb = one(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => said!("error-usage-value-missing", arg = arg),
        ErrorKind::InvalidValue => said!("error-usage-value", arg = arg, value = value),
        ErrorKind::ValueValidation => match reason(e) {
            Some(reason) => said!("error-usage-value-because", arg = arg, value = value, reason = reason),
            None => said!("error-usage-value", arg = arg, value = value),
        },
        ErrorKind::TooManyValues => said!("error-usage-one-value-too-many", arg = arg, value = value),
        ErrorKind::TooFewValues => said!("error-usage-values", arg = arg, wanted = one(ContextKind::MinValues), given = one(ContextKind::ActualNumValues)),
        ErrorKind::WrongNumberOfValues => {
            said!("error-usage-values", arg = arg, wanted = one(ContextKind::ExpectedNumValues), given = one(ContextKind::ActualNumValues))
        }
        ErrorKind::ArgumentConflict if arg == one(ContextKind::PriorArg) => said!("error-usage-twice", arg = arg),
        ErrorKind::ArgumentConflict => said!("error-usage-conflict", arg = arg, other = one(ContextKind::PriorArg)),
        ErrorKind::MissingRequiredArgument => said!("error-usage-required", args = arg),
        _ => Message::from(e.kind().to_string()),
    };
    // Of several that are alike the last is the most alike.
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(one).into_iter().find(|s| !s.is_empty());
    let suggested = suggested.and_then(|s| s.rsplit(", ").next().map(str::to_owned));
    let known = [ContextKind::ValidValue, ContextKind::ValidSubcommand].map(one).into_iter().find(|s| !s.is_empty());
    let hint = match (suggested, known) {
        (Some(name), _) => Some(said!("hint-did-you-mean", name = name)),
        (None, Some(known)) => Some(said!("hint-kinds", kinds = known)),
        (None, None) => None,
    };
    let mut text = message.text(language);
    if let Some(hint) = hint {
        text = format!("{text}\n  {}", tell!(language, "error-hint", hint = hint.text(language)));
    }
    if let Some(ContextValue::StyledStr(usage)) = e.get(ContextKind::Usage) {
        text = format!("{text}\n\n{}", in_our_words(usage.to_string(), language).trim_end());
    }
    text + "\n\n" + language.say("help-word-more")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of the definition, with the names of the catalogue's entries that it may be; the first that is there counts.
    fn each(command: &Command, path: &str, seen: &mut dyn FnMut(Vec<String>, String)) {
        let about = command.get_about().unwrap().to_string();
        if let Some(long) = command.get_long_about() {
            seen(vec![format!("help-{path}-more")], long.to_string().strip_prefix(&format!("{about}\n\n")).unwrap().to_owned());
        }
        seen(vec![format!("help-{path}")], about);
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str().replace('_', "-");
            seen(vec![format!("help-{path}-{id}"), format!("help-arg-{id}")], arg.get_help().map(ToString::to_string).unwrap_or_default());
        }
        for verb in command.get_subcommands() {
            let name = verb.get_name();
            each(verb, &if path == "minyi" { name.to_owned() } else { format!("{path}-{name}") }, seen);
        }
    }

    #[test]
    fn every_verb_and_option_is_in_the_catalogue_as_it_is_in_the_source() {
        let mut names: Vec<String> = ["help-help", "help-arg-help", "help-arg-version"].map(str::to_owned).into();
        each(&Args::command(), "minyi", &mut |candidates, text| {
            let name = candidates.iter().find(|n| Language::En.find(n).is_some()).unwrap_or_else(|| panic!("no text for {candidates:?}"));
            assert_eq!(Language::En.find(name), Some(&*text), "`{name}`");
            names.push(name.clone());
        });
        let left: Vec<&str> = crate::language::catalogue::names(crate::language::catalogue::source(Language::En))
            .filter(|n| n.starts_with("help-") && !n.starts_with("help-word-"))
            .filter(|n| !names.iter().any(|m| m == n || n.strip_suffix("-examples") == Some(m)))
            .collect();
        assert_eq!(left, Vec::<&str>::new(), "texts of no verb and no option");
    }

    #[test]
    fn no_english_is_left_in_chinese_help() {
        fn helps(command: &mut Command, out: &mut Vec<String>) {
            out.push(in_our_words(command.render_long_help().to_string(), Language::Zh));
            out.push(in_our_words(command.render_help().to_string(), Language::Zh));
            let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
            for name in names {
                helps(command.find_subcommand_mut(&name).unwrap(), out);
            }
        }
        let mut all = Vec::new();
        helps(&mut command(Language::Zh), &mut all);
        assert!(all.len() > 60);
        for text in all {
            for word in [
                "Usage",
                "Options:",
                "Commands:",
                "Arguments:",
                "[OPTIONS]",
                "COMMAND",
                "Print ",
                "default:",
                "possible values",
                "Example",
                "Design:",
                "Result:",
                "Selection:",
                "Seed:",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }
}
