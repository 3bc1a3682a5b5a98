using System.CommandLine;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The options that every command about a mapping has.</summary>
internal static class MappingOptions
{
    public static Argument<FileInfo[]> Files() => new("FILE") { Description = "Mapping files.", Arity = ArgumentArity.OneOrMore };

    public static Option<FileInfo> Mapping() => new("--mapping") { Description = "The mapping file.", HelpName = "FILE", Required = true };

    public static Option<FileInfo> Event() => new("--event") { Description = "An SQS event as Lambda delivers it.", HelpName = "FILE", Required = true };

    public static Option<DirectoryInfo?> Descriptors() => new("--descriptors")
    {
        Description = "The folder of the descriptor sets. Default: the folder descriptors beside the mapping's folder, else the mapping's own folder.",
        HelpName = "DIR",
    };

    public static Option<string?> Table(string description) => new("--table") { Description = description, HelpName = "NAME" };

    public static Option<int?> Message() => new("--message") { Description = "Only the message at this position of the event, from 0.", HelpName = "N" };

    public static Option<DateTimeOffset?> Clock() => new("--clock")
    {
        Description = "The invocation's clock in RFC 3339, for example 2026-03-01T12:00:00Z. Default: now.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (ClockText.TryParse(result.Tokens[0].Value, out var clock)) return clock;
            result.AddError($"'{result.Tokens[0].Value}' is not a moment in RFC 3339, as --clock takes it.");
            return null;
        },
    };
}
