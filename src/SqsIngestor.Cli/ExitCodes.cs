namespace SqsIngestor.Cli;

/// <summary>What the exit codes mean, for every command.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The work was done, and something of it failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line, or a file that it names, is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C, as of a shell.</summary>
    public const int Cancelled = 130;
}
