using System.CommandLine;

// Words of the shells: cspell:ignore CWORD COMPREPLY compadd compdef compgen
namespace SqsIngestor.Cli.Commands;

/// <summary><c>sqs-ingestor completion</c>: scripts that ask the program for the words that complete a command line.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _sqs_ingestor() {
          local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\n' word start
          word="${line##*[[:space:]]}"
          start="${word%"${word##*[=:]}"}"
          COMPREPLY=($(compgen -W "$(sqs-ingestor "[suggest:${#line}]" "${line}" 2>/dev/null)" -- "${word}"))
          # Bash takes a word apart at = and completes the last part of it.
          [[ "${COMP_WORDBREAKS}" != *=* ]] || COMPREPLY=("${COMPREPLY[@]#"$start"}")
        }
        complete -o default -F _sqs_ingestor sqs-ingestor
        """;

    private const string Zsh = """
        #compdef sqs-ingestor
        _sqs_ingestor() {
          local -a words_found
          words_found=("${(@f)$(sqs-ingestor "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          [[ -z "${words_found[1]}" ]] || compadd -- "${words_found[@]}"
          _files
        }
        compdef _sqs_ingestor sqs-ingestor
        """;

    private const string Fish = """
        function __sqs_ingestor_complete
            set -l line (commandline -cp)
            sqs-ingestor "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c sqs-ingestor -a '(__sqs_ingestor_complete)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName sqs-ingestor -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString().PadRight($cursorPosition - $commandAst.Extent.StartOffset)
            sqs-ingestor "[suggest:$($line.Length)]" $line 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    private static readonly IReadOnlyDictionary<string, string> Scripts = new Dictionary<string, string>
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["powershell"] = PowerShell,
    };

    public static CommandInfo Info { get; } = new(
        "completion", CommandGroup.Documentation, "Print the script that completes commands and options in a shell")
    {
        Details = "A start file reads it with 'source <(sqs-ingestor completion bash)', and that of zsh, after compinit, with "
            + "'source <(sqs-ingestor completion zsh)'. The folders of the examples must exist: 'mkdir -p' creates them.",
        Examples =
        [
            "sqs-ingestor completion bash > ~/.local/share/bash-completion/completions/sqs-ingestor",
            "sqs-ingestor completion fish > ~/.config/fish/completions/sqs-ingestor.fish",
            "sqs-ingestor completion powershell >> $PROFILE",
        ],
        Build = Build,
    };

    private static void Build(Command command)
    {
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {string.Join(", ", Scripts.Keys)}." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        command.AddAll(shell);
        command.SetAction(parsed =>
        {
            var script = Scripts[parsed.GetValue(shell)!].ReplaceLineEndings("\n");
            parsed.InvocationConfiguration.Output.Write($"{script}\n");
        });
    }
}
