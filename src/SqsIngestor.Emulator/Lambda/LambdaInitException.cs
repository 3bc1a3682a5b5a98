namespace SqsIngestor.Emulator.Lambda;

/// <summary>The function did not become ready: it reported an init error, ended, or took too long.</summary>
public sealed class LambdaInitException : Exception
{
    internal LambdaInitException(string errorType, string message, int? exitCode = null)
        : base($"{errorType}: {message}")
    {
        ErrorType = errorType;
        ErrorMessage = message;
        ExitCode = exitCode;
    }

    /// <summary>The type: the function's own, or <c>Runtime.ExitError</c>, <c>Sandbox.Timedout</c>.</summary>
    public string ErrorType { get; }

    /// <summary>The message.</summary>
    public string ErrorMessage { get; }

    /// <summary>The exit code of a process that ended by itself; otherwise null.</summary>
    public int? ExitCode { get; }
}
