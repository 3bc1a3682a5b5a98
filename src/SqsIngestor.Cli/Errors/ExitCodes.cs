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
        new(Usage, "The command line is wrong, or a file that it names cannot be used."),
        new(Cancelled, "Ctrl-C or SIGTERM stopped the command."),
    ];

    /// <summary>The codes of commands that read a table from Unity Catalog.</summary>
    public static IReadOnlyList<ExitCode> Catalog { get; } =
    [
        new(Unauthenticated, "The workspace refused the credentials (401)."),
        new(Forbidden, "The principal has no access to the table (403)."),
        new(NotFound, "The table does not exist, or the principal cannot see it (404)."),
        new(RateLimited, "Too many requests (429), also after waiting."),
        new(Unavailable, "The catalog failed (5xx)."),
        new(Unreachable, "The workspace cannot be reached, or did not answer in time."),
        new(NotTheCatalog, "A login page or a proxy answered instead of the catalog."),
        new(CatalogRefused, "The catalog refused the request, or its answer cannot be understood."),
        new(NoColumns, "The table has no columns."),
        new(View, "The table is a view."),
        new(ForeignTable, "The table is foreign."),
        new(NotWritable, "The table is not a Delta table that Zerobus can write to."),
        new(TooManyColumns, "The table has more than 2,000 columns."),
        new(NotExpressible, "A column has a type or a name that protobuf cannot carry."),
    ];
}
