namespace SqsIngestor.Emulator.Lambda;

/// <summary>The result of an invocation.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="RequestId">The invocation's id.</param>
/// <param name="Duration">From the invocation to its end.</param>
public sealed record InvocationResult(InvocationOutcome Outcome, string RequestId, TimeSpan Duration)
{
    /// <summary>The response's bytes; empty unless <see cref="InvocationOutcome.Succeeded"/>.</summary>
    public ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>The error's type as Lambda keeps it, for instance <c>Function.EventInvalid</c>, or null.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The error's message, or null.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>The outcome of an invocation.</summary>
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

    /// <summary>The process was started again for this invocation and did not become ready.</summary>
    InitFailed,
}
