using SqsIngestor.Pipeline.Errors;

namespace SqsIngestor.Lambda.Managed;

/// <summary>The function cannot start, or an invocation failed as a whole: all its messages are returned to the queue.</summary>
public sealed class FunctionFailedException : Exception
{
    internal FunctionFailedException(FunctionException cause)
        : this(cause.ErrorType, cause.Message, cause)
    {
    }

    internal FunctionFailedException(string errorType, string reason, Exception? cause = null)
        : base($"{errorType}: {reason}", cause) => ErrorType = errorType;

    /// <summary>What failed, for instance <c>Function.ZerobusUnavailable</c>; the message starts with it.</summary>
    public string ErrorType { get; }
}
