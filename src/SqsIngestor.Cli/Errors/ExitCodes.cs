using System.Diagnostics;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Catalog.Targets;

namespace SqsIngestor.Cli.Errors;

/// <summary>An exit code and its meaning.</summary>
/// <param name="Code">The number.</param>
/// <param name="Meaning">One sentence.</param>
internal sealed record ExitCode(int Code, string Meaning);

/// <summary>The exit codes. A code means the same for every command.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int FunctionNotStarted = 3;
    public const int Unauthenticated = 10;
    public const int Forbidden = 11;
    public const int NotFound = 12;
    public const int RateLimited = 13;
    public const int Unavailable = 14;
    public const int Unreachable = 15;
    public const int NotTheCatalog = 16;
    public const int CatalogRefused = 17;
    public const int NoColumns = 20;
    public const int View = 21;
    public const int ForeignTable = 22;
    public const int NotWritable = 23;
    public const int TooManyColumns = 24;
    public const int NotExpressible = 25;
    public const int Cancelled = 130;

    /// <summary>The codes that every command can return. A command adds its own sentence for <see cref="Failure"/>.</summary>
    public static IReadOnlyList<ExitCode> Common { get; } =
    [
        new(Success, "Success."),
        new(Failure, "The command ran, and something failed."),
        new(Usage, "The command line is wrong, a file or standard output cannot be used, or the program has a bug."),
        new(Cancelled, "Ctrl-C, SIGTERM or the end of the terminal (SIGHUP) stopped the command."),
    ];

    /// <summary>The codes of commands that start the function.</summary>
    public static IReadOnlyList<ExitCode> Function { get; } =
    [
        new(FunctionNotStarted, "The Lambda program could not be started, or ended before it was ready."),
    ];

    /// <summary>The codes of commands that read a table from Unity Catalog.</summary>
    public static IReadOnlyList<ExitCode> Catalog { get; } =
    [
        .. CatalogErrorTable.All.GroupBy(row => Of(row.Code))
            .Select(rows => new ExitCode(rows.Key, Either(rows.Select(row => row.Description.Meaning)))),
        .. TargetRules.All.Where(rule => rule.Verdict != TargetVerdict.Warning).GroupBy(Of)
            .Select(rules => new ExitCode(rules.Key, Refused(rules))),
        new(NotExpressible, "A column has a type or a name that protobuf cannot carry."),
    ];

    /// <summary>Every code, ascending.</summary>
    public static IReadOnlyList<ExitCode> All { get; } = [.. Common.Concat(Function).Concat(Catalog).OrderBy(code => code.Code)];

    /// <summary>The exit code of a table that cannot be read from Unity Catalog.</summary>
    public static int Of(CatalogErrorCode code) => code switch
    {
        CatalogErrorCode.Unauthenticated => Unauthenticated,
        CatalogErrorCode.Forbidden => Forbidden,
        CatalogErrorCode.NotFound => NotFound,
        CatalogErrorCode.RateLimited => RateLimited,
        CatalogErrorCode.Unavailable => Unavailable,
        CatalogErrorCode.Unreachable or CatalogErrorCode.ProxyInvalid => Unreachable,
        CatalogErrorCode.NotTheCatalog => NotTheCatalog,
        CatalogErrorCode.Refused or CatalogErrorCode.AnswerInvalid => CatalogRefused,
        _ => throw new UnreachableException(),
    };

    /// <summary>The exit code of a table that Zerobus refuses. The error code says more than the exit code.</summary>
    public static int Of(TargetRule rule) => rule.Code switch
    {
        "table_without_columns" => NoColumns,
        "table_is_view" or "table_is_materialized_view" or "table_is_metric_view" => View,
        "table_is_foreign" => ForeignTable,
        "table_too_wide" => TooManyColumns,
        _ => NotWritable,
    };

    /// <summary>The kinds and features of one exit code.</summary>
    private static string Refused(IGrouping<int, TargetRule> rules) =>
        $"Zerobus refuses the table: {string.Join(", ", rules.Select(rule => rule.Subject))}.";

    /// <summary>Joins sentences: "A, or b."</summary>
    private static string Either(IEnumerable<string> sentences) =>
        sentences.Aggregate((all, next) => $"{all.TrimEnd('.')}, or {char.ToLowerInvariant(next[0])}{next[1..]}");
}
