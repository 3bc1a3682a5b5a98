namespace SqsIngestor.Pipeline.Configuration;

/// <summary>A failure that Lambda is told of, as an init error or as the error of an invocation.</summary>
/// <param name="errorType">As Lambda keeps it: <see cref="FunctionErrorTypes"/>.</param>
/// <param name="message">What is wrong and what to do; never a secret, never content of a message.</param>
/// <param name="inner">The cause.</param>
internal sealed class FunctionException(string errorType, string message, Exception? inner = null) : Exception(message, inner)
{
    public string ErrorType { get; } = errorType;
}
