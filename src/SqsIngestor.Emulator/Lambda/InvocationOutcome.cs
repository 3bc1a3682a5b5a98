namespace SqsIngestor.Emulator.Lambda;

/// <summary>How an invocation ended.</summary>
public enum InvocationOutcome
{
    /// <summary>The function answered.</summary>
    Succeeded,

    /// <summary>The function reported an error.</summary>
    FunctionError,

    /// <summary>The function did not answer in time; its process was killed.</summary>
    TimedOut,

    /// <summary>The process ended before it answered.</summary>
    ProcessExited,

    /// <summary>The process had to be started again for this invocation and did not get ready.</summary>
    InitFailed,
}
