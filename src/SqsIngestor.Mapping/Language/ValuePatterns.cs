using System.Diagnostics;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language;

/// <summary>
/// The texts that the values of a mapping file can be, as regular expressions of ECMA-262 for the JSON Schema. Each takes every
/// text that the compiler takes, and most of those that it refuses are not in it: an expression cannot know the descriptor.
/// A text with a variable of the environment always fits, because only the compiler knows its value.
/// </summary>
public static class ValuePatterns
{
    private const string Blanks = @"[ \t\n\r]*";
    private const string Letter = @"(?:[A-Za-z_]|[^\x00-\x7F])";
    private const string NameEnd = @"(?![A-Za-z0-9_]|[^\x00-\x7F])";
    private const string Name = Letter + @"(?:[A-Za-z0-9_]|[^\x00-\x7F])*";
    private const string Quoted = """(?:'(?:[^'\\\x00-\x1F]|\\.)*'|"(?:[^"\\\x00-\x1F]|\\.)*")""";
    private const string QuotedStep = Blanks + @"\[" + Blanks + Quoted + Blanks + @"\]";
    private const string Index = @"(?:0|-?[1-9][0-9]{0,15})";
    private const string NameStep = "(?:" + Blanks + @"\." + Name + "|" + QuotedStep + ")";
    private const string Step =
        "(?:" + Blanks + @"\." + Name + "|" + Blanks + @"\[" + Blanks + "(?:" + Quoted + "|" + Index + ")" + Blanks + @"\])";
    private const string Date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
    private const string TimeOfDay = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";

    /// <summary>The names that an alias cannot have.</summary>
    private static string[] Taken => [.. PathRoot.Names, CompileScope.Item, CompileScope.Key, CompileScope.Value];

    /// <summary>
    /// A variable of the environment, anywhere in a text; also <c>$${</c>, which stands for a literal <c>${</c>.
    /// </summary>
    public const string Variable = @"\$\{";

    /// <summary>A path of a table without an alias.</summary>
    public static string Path { get; } = Whole(@"\$" + Known());

    /// <summary>A path of a table with <c>explode</c>, of which another key has the alias.</summary>
    public static string PathOrAlias { get; } = Whole(@"\$(?:" + Known() + "|" + Alias() + ")");

    /// <summary>The path of <c>explode</c>.</summary>
    public static string ExplodePath { get; } =
        Whole(@"\$(?:" + Blanks + @"\.(?:" + Any(PathRoot.Names) + ")" + NameEnd + "|" + QuotedStep + ")" + Step + "*"
            + Blanks + @"\[" + Blanks + @"\*" + Blanks + @"\]");

    /// <summary>A literal of <c>concat</c>: a text that is not a path.</summary>
    public const string Literal = @"^(?!\$)";

    /// <summary>The alias of <c>explode</c>.</summary>
    public static string AliasName { get; } =
        Whole($"(?!(?:{Any(Taken)})$)"
            + TableCompiler.AliasPattern);

    /// <summary>A value of <c>as</c> with parameters.</summary>
    public static string MeaningWithParameters { get; } = Whole(
        Any(MeaningCatalog.All.Where(row => row.Parameters.Length > 0).Select(row => row.Word + row.ParametersPattern)));

    /// <summary>A transform with all its arguments.</summary>
    public static string Transform { get; } =
        Whole(
            @"[ \t]*(?:"
            + Any(
                TransformCatalog.All.GroupBy(row => row.ArgumentsPattern)
                    .Select(group => $"(?:{Any(group.Select(row => row.Name))}){group.Key}"))
            + @")[ \t]*");

    /// <summary>
    /// The start of a transform that YAML has cut at a comma: in a list in brackets, the compiler joins it with the items
    /// after it.
    /// </summary>
    public static string CutTransform { get; } =
        @"^[ \t]*(?:" + Any(TransformCatalog.All.Where(row => row.Parameters.Length > 0).Select(row => row.Name)) + ")"
        + """[ \t]*\((?:"[^"]*"|'[^']*'|[^"'()])*(?:"[^"]*|'[^']*)?$""";

    /// <summary>A pattern of .NET under <c>formats</c>: it names year, month and day.</summary>
    public static string TimePattern { get; } = Whole(@"(?=[\s\S]*y)(?=[\s\S]*M)(?=[\s\S]*d)[\s\S]{3,100}");

    /// <summary>A value of <c>zone</c>.</summary>
    public static string Zone { get; } = Whole("[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]|[A-Za-z][A-Za-z0-9/_+-]{0,63}");

    /// <summary>A value of <c>not_before</c> or <c>not_after</c>.</summary>
    public static string TimeBound { get; } =
        Whole(Date + "(?:[Tt ]" + TimeOfDay + @"(?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?)?");

    /// <summary>The clock of a test.</summary>
    public static string Clock { get; } =
        Whole(Date + "T" + TimeOfDay + @"(?:\.[0-9]{0,7})?(?:Z|[+-][0-9]{2}:[0-9]{2})?");

    /// <summary>A number of bytes with a unit.</summary>
    public static string Size { get; } = Whole(ByteSize.Pattern);

    /// <summary>A whole number from 1, in quotes.</summary>
    public static string Count { get; } = Whole("0*[1-9][0-9]*");

    /// <summary>The full name of a table.</summary>
    public static string TableName { get; } = Whole(TableNameRule.Pattern);

    /// <summary>The delimiter of csv.</summary>
    public static string Delimiter { get; } = Whole(@"[\x00-\x09\x0B\x0C\x0E-\x21\x23-\x7F]");

    /// <summary>The rest of a path that starts at a part of the source document, without its <c>$</c>.</summary>
    private static string Known()
    {
        var messageEnd =
            $"(?:{Dotted(MessagePaths.TextNames)}|{Dotted(MessagePaths.ObjectNames)}{Step}*|{QuotedStep}{Step}*)?";
        var ends = PathRoot.Names.ToDictionary(
            name => name,
            name => name switch
            {
                "message" => messageEnd,
                "attr" => NameStep,
                "queue" => OneOf(NamedValue.OfQueue),
                "meta" => OneOf(NamedValue.OfMeta),
                "raw" => "",
                "body" => Step + "*",
                "envelope" => $"(?:{Dotted(EnvelopeCatalog.All.Select(row => row.Word))}|{QuotedStep}){Step}*",
                _ => throw new UnreachableException(),
            });
        foreach (var value in new[] { CompileScope.Item, CompileScope.Value })
            (ends[value], ends[value + "_index"]) = (Step + "*", "");
        ends[CompileScope.Key] = "";
        // The first name can be in brackets too, where an escape can hide which one it is.
        return $@"(?:{Blanks}\.(?:{Any(ends.Select(end => end.Key + NameEnd + end.Value))})|{QuotedStep}{Step}*)";
    }

    /// <summary>The rest of a path that starts at an alias: a name that is not a part of the source document.</summary>
    private static string Alias() => $@"{Blanks}\.(?!(?:{Any(Taken)}){NameEnd}){TableCompiler.AliasPattern}{Step}*";

    private static string OneOf(IEnumerable<NamedValue> values) =>
        $"(?:{Dotted(values.Select(value => value.Name))}|{QuotedStep})";

    private static string Dotted(IEnumerable<string> names) => $@"{Blanks}\.(?:{Any(names)}){NameEnd}";

    private static string Any(IEnumerable<string> patterns) => string.Join('|', patterns);

    /// <summary>A text that a pattern takes as a whole, or with a variable in it.</summary>
    private static string Whole(string pattern) => $"^(?:{pattern})$|{Variable}";
}
