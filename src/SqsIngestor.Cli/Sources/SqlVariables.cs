using System.CommandLine;
using SqsIngestor.Cli.Commands;

namespace SqsIngestor.Cli.Sources;

/// <summary>The option <c>--var</c> of commands that read SQL: values of <c>${name}</c>.</summary>
internal sealed class SqlVariables
{
    public Option<string[]> Option { get; } = Create();

    /// <summary>The values by name; the last one counts.</summary>
    public VariableValues Read(ParseResult parsed)
    {
        var values = new Dictionary<string, string>();
        foreach (var text in parsed.GetValue(Option) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            values[text[..equals].Trim()] = text[(equals + 1)..];
        }

        return new VariableValues(values, isDefault: OptionDefaults.IsApplied(Option));
    }

    private static Option<string[]> Create()
    {
        var option = new Option<string[]>("--var")
        {
            Description = "The value of ${NAME}, {{NAME}} or :NAME in SQL files. A name that they do not have is refused.",
            HelpName = "NAME=VALUE",
        };
        option.Validators.Add(result =>
        {
            // A value can be a secret.
            if (result.Tokens.Any(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
                result.AddError("--var takes NAME=VALUE, and a value of it has no name.");
        });
        return option.FromProject(ProjectKey.Variables);
    }
}
