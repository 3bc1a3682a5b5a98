using SqsIngestor.Catalog;
using SqsIngestor.Cli.Local;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Cli.Demo;

/// <summary>The Lambda program of a demo, in its own process, and what it reports of each event.</summary>
internal sealed class DemoFunction : IAsyncDisposable
{
    private readonly LocalLambda _lambda;
    private readonly FunctionLog _log;
    private readonly InvocationReports _reports;

    private DemoFunction(LocalLambda lambda, FunctionLog log, InvocationReports reports)
    {
        _lambda = lambda;
        _log = log;
        _reports = reports;
    }

    /// <summary>The process; null after it has ended.</summary>
    public int? ProcessId => _lambda.ProcessId;

    /// <param name="files">Mapping, descriptors and program.</param>
    /// <param name="databricks">Where it writes rows.</param>
    /// <param name="table">TABLE_NAME; null for unset.</param>
    /// <param name="isSlow">Called if the start takes long.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <exception cref="Errors.CliException">The program failed to start.</exception>
    public static async Task<DemoFunction> StartAsync(
        FunctionArguments files, LocalDatabricks databricks, TableName? table, Action isSlow, CancellationToken cancellation)
    {
        var log = new FunctionLog();
        var reports = new InvocationReports();
        var program = FunctionProgram.Options(files, databricks, table, log);
        program = program with
        {
            // The lines about messages and rows that the mapping leaves out.
            Environment = new Dictionary<string, string>(program.Environment)
            {
                [EnvironmentVariables.AwsLambdaLogLevel] = "DEBUG",
            },
            OnOutput = line =>
            {
                log.Add(line);
                reports.Add(line);
            },
        };
        return new DemoFunction(await LocalParts.StartLambdaAsync(program, log, isSlow, cancellation), log, reports);
    }

    /// <summary>Delivers an event, and reads the response as the event source mapping does.</summary>
    public async Task<Delivery> DeliverAsync(DemoEvent delivered, CancellationToken cancellation)
    {
        var result = await _lambda.InvokeAsync(delivered.Payload, cancellation);
        var report = result.Outcome == InvocationOutcome.Succeeded
            ? await _reports.OfAsync(result.RequestId, cancellation)
            : new InvocationReport();
        var returned = delivered.Batch?.Classify(result).Returned.Count ?? 0;
        var messages = new MessageSum(
            delivered.Batch?.Messages.Count ?? 0, report.Deduplicated, report.Quarantined, report.Dropped, returned);
        return new Delivery(result, messages, _log.TakeProblems());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lambda.DisposeAsync();
}

/// <summary>What became of a delivered event.</summary>
/// <param name="Result">The result of the invocation.</param>
/// <param name="Messages">What became of its messages.</param>
/// <param name="Problems">What the function logged about them.</param>
internal sealed record Delivery(InvocationResult Result, MessageSum Messages, IReadOnlyList<string> Problems);
