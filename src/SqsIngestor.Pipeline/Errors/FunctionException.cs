namespace SqsIngestor.Pipeline.Errors;

/// <summary>A failure that Lambda reports, as an init error or as the error of an invocation.</summary>
/// <param name="errorType">One of <see cref="FunctionErrorTypes"/>.</param>
/// <param name="message">What failed and what to do. Never contains a secret or message content.</param>
/// <param name="inner">The cause.</param>
internal sealed class FunctionException(string errorType, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The value that Lambda shows and alarms can filter by.</summary>
    public string ErrorType { get; } = errorType;
}
