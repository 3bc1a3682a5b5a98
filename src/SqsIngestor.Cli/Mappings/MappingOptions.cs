using System.CommandLine;
using System.Globalization;
using SqsIngestor.Cli.Commands;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The arguments and options that commands about mappings share.</summary>
internal static class MappingOptions
{
    private static readonly string[] ClockFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static Argument<FileInfo[]> Files() =>
        new Argument<FileInfo[]>("MAPPING") { Description = "The mapping files.", Arity = ArgumentArity.OneOrMore }
            .FromProject(ProjectKey.Mapping);

    public static Option<FileSystemInfo?> Descriptors() => new Option<FileSystemInfo?>("--descriptors")
    {
        Description = $"The descriptor set, or the folder of descriptor sets. {DescriptorFolder.Rule}",
        HelpName = "PATH",
    }.FromProject(ProjectKey.Descriptors);

    public static Option<string?> Table(string description) => new("--table") { Description = description, HelpName = "NAME" };

    public static Option<string?> OneTable() =>
        Table("Print only this table. If the mapping does not name its table, use this name for it.");

    public static Option<int?> Message() =>
        new("--message") { Description = "Only the message at this position, from 0.", HelpName = "N" };

    public static Option<bool> ShowValues() => new("--show-values")
    {
        Description = "Show the values that do not fit, and the line at which a body stops being JSON. They are message content.",
    };

    public static Option<DateTimeOffset?> Clock() => new("--clock")
    {
        Description = "The time of the invocation in RFC 3339, for example 2026-03-01T12:00:00Z. Default: now.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0) return null;
            if (TryParseClock(result.Tokens[0].Value, out var clock)) return clock;
            result.AddError(
                $"'{result.Tokens[0].Value}' is not a time for --clock. Write it in RFC 3339, for example 2026-03-01T12:00:00Z.");
            return null;
        },
    };

    /// <summary>RFC 3339; the offset is required.</summary>
    private static bool TryParseClock(string text, out DateTimeOffset clock) =>
        DateTimeOffset.TryParseExact(text, ClockFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out clock)
        && (text[^1] == 'Z' || text[^6] is '+' or '-');
}
