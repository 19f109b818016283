//! The command `minyi`.

fn main() -> std::process::ExitCode {
    minyi::cli::main()
}
