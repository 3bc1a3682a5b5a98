using Microsoft.Extensions.Logging;

namespace SqsIngestor.Emulator.Lambda;

/// <summary>The program that a <see cref="LocalLambda"/> runs, and the function that it is.</summary>
public sealed record LocalLambdaOptions
{
    /// <summary>The program: <c>bootstrap</c>, or <c>dotnet</c> with a dll as the first argument.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments. Default none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// The function's folder: working directory and LAMBDA_TASK_ROOT. Default null: the folder of <see cref="FileName"/> if it
    /// has one, otherwise the current folder.
    /// </summary>
    public string? TaskRoot { get; init; }

    /// <summary>
    /// The function's own environment. The process inherits only the variables that a program needs to start (PATH, HOME, TMPDIR
    /// and the location of .NET), so no secret of this process reaches the function.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>AWS_LAMBDA_FUNCTION_NAME. Default <c>sqs-ingestor</c>.</summary>
    public string FunctionName { get; init; } = "sqs-ingestor";

    /// <summary>_HANDLER. Default <c>bootstrap</c>.</summary>
    public string Handler { get; init; } = "bootstrap";

    /// <summary>AWS_LAMBDA_FUNCTION_MEMORY_SIZE in MB. The function reads it; it is not enforced. Default 256.</summary>
    public int MemorySize { get; init; } = 256;

    /// <summary>AWS_REGION. Default <c>eu-west-1</c>.</summary>
    public string Region { get; init; } = "eu-west-1";

    /// <summary>The account in the function's ARN. Default <c>123456789012</c>.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>
    /// How long an invocation may take. Default 60 seconds. <see cref="LocalLambda.Timeout"/> changes it later.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long after the deadline the process is killed. Default zero, as in Lambda. A test of what the function does before its
    /// deadline sets a minute, so that a busy machine does not fail it.
    /// </summary>
    public TimeSpan TimeoutGrace { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How long the program may take to request its first event; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits as
    /// long as the process lives. Default 10 seconds, as in Lambda.
    /// </summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the program may take to end after SIGTERM. Default 500 ms, as in Lambda.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many lines of output are kept; older ones are dropped. Default 10,000.</summary>
    public int MaxOutputLines { get; init; } = 10_000;

    /// <summary>
    /// Called with the id of each process as soon as it has started, and with a task that completes with its exit code. Default
    /// null.
    /// </summary>
    public Action<int, Task<int>>? OnStart { get; init; }

    /// <summary>Called with each line of output, one at a time. Default null.</summary>
    public Action<OutputLine>? OnOutput { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives the log lines of the service itself. Default null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    internal string FunctionArn => $"arn:aws:lambda:{Region}:{AccountId}:function:{FunctionName}";
}
