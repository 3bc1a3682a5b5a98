namespace SqsIngestor.Cli.Errors;

/// <summary>What the exit codes mean, for every command.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The work was done, and something of it failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line, or a file that it names, is wrong.</summary>
    public const int Usage = 2;

    /// <summary>401: the workspace refuses the credentials.</summary>
    public const int Unauthenticated = 10;

    /// <summary>403: the principal may not see the table.</summary>
    public const int Forbidden = 11;

    /// <summary>404: there is no such table, or none that the principal may see.</summary>
    public const int NotFound = 12;

    /// <summary>429: asked too often, also after waiting.</summary>
    public const int RateLimited = 13;

    /// <summary>5xx: the catalog has a fault of its own.</summary>
    public const int Unavailable = 14;

    /// <summary>No connection to the workspace, or no answer in time.</summary>
    public const int Unreachable = 15;

    /// <summary>A login page or a proxy answered instead of the catalog.</summary>
    public const int NotTheCatalog = 16;

    /// <summary>Another refusal of the catalog, or an answer that cannot be understood.</summary>
    public const int CatalogRefused = 17;

    /// <summary>The table has no columns.</summary>
    public const int NoColumns = 20;

    /// <summary>The table is a view.</summary>
    public const int View = 21;

    /// <summary>The table is foreign.</summary>
    public const int ForeignTable = 22;

    /// <summary>The table is not an ordinary Delta table.</summary>
    public const int NotWritable = 23;

    /// <summary>The table has more than 2,000 columns.</summary>
    public const int TooManyColumns = 24;

    /// <summary>A column has a type or a name that protobuf cannot carry.</summary>
    public const int NotExpressible = 25;

    /// <summary>Ended by Ctrl-C, as of a shell.</summary>
    public const int Cancelled = 130;
}
