using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Catalog;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Metrics;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Zerobus;
using SqsIngestor.Zerobus.Internal;

namespace SqsIngestor.Pipeline;

/// <summary>Everything that lives as long as the process: the plan, the tokens, the streams.</summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    // A third of the time that a function usually has, so that a connection which swallows everything is replaced within the
    // invocation that meets it. The service acks within a fraction of a second.
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(20);

    private readonly SecretCredentials? _secret;
    private readonly OAuthTokenProvider _tokens;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;

    private FunctionHost(MappingPlan plan, SecretCredentials? secret, OAuthTokenProvider tokens, TableStreams streams, ILogger logger, TimeProvider clock)
    {
        (Plan, _secret, _tokens, Streams, _logger, _clock) = (plan, secret, tokens, streams, logger, clock);
    }

    public MappingPlan Plan { get; }

    /// <summary>What rows may say of the function.</summary>
    public required InvocationContext Function { get; init; }

    public TableStreams Streams { get; }

    /// <summary>What has been delivered already.</summary>
    public required DeliveryMemory Memory { get; init; }

    /// <summary>Where the metrics of all invocations go.</summary>
    public required MetricsLine Metrics { get; init; }

    /// <summary>How failed messages are reported.</summary>
    public required DeliveryReport Report { get; init; }

    /// <summary>Follows the tables; null where descriptors are files.</summary>
    public CurrentPlan? Current { get; init; }

    /// <summary>A processor of batches; several can work side by side.</summary>
    public BatchProcessor CreateProcessor() => new(Plan, Streams, Memory, Report, _logger, _clock, Current);

    /// <summary>Does at init what can be done there: Lambda gives it full CPU and does not bill a message for it.</summary>
    /// <exception cref="FunctionException">The configuration or the mapping is wrong, or the service refuses them.</exception>
    public static async Task<FunctionHost> StartAsync(
        Func<string, string?> variables, LineLoggerFactory loggers, TimeProvider clock, CancellationToken initDeadline)
    {
        var started = clock.GetTimestamp();
        var logger = loggers.CreateLogger("SqsIngestor.Lambda");
        var settings = SettingsReader.Read(variables);
        var secret = settings.Secret is { } reference ? new SecretCredentials(reference, settings.ClientId, clock, logger) : null;
        // Secrets Manager answers while the mapping is compiled.
        var credentials = secret?.GetAsync(initDeadline).AsTask() ?? Task.CompletedTask;
        var tokens = new OAuthTokenProvider(
            new OAuthOptions
            {
                WorkspaceUrl = settings.WorkspaceUrl,
                ClientId = settings.ClientId ?? "",
                ClientSecret = settings.ClientSecret ?? "",
                Credentials = secret,
                WorkspaceId = ZerobusEndpoint.WorkspaceId(settings.ZerobusEndpoint),
            },
            loggerFactory: loggers, clock: clock);
        var client = new ZerobusClient(new ZerobusClientOptions { Endpoint = settings.ZerobusEndpoint, AckTimeout = AckTimeout }, tokens, loggers, clock);
        // The workspace gives the token of a table that is known before the mapping is, and Zerobus takes the connection.
        if (settings.TableName is { } known) _ = FetchTokenAsync(credentials, tokens, ZerobusTableName.Parse(known), initDeadline);
        client.Prepare();
        var loaded = MappingLoader.Load(settings, logger, clock);
        await credentials.ConfigureAwait(false);
        var schemas = loaded is null ? new CatalogSchemas(settings, tokens, logger, clock) : null;
        var (plan, sha256, compiled) = loaded ?? await schemas!.LoadAsync(orDeployed: true, initDeadline).ConfigureAwait(false);
        var function = new InvocationContext
        {
            IngestTime = clock.GetUtcNow(),
            FunctionName = variables("AWS_LAMBDA_FUNCTION_NAME") ?? "",
            FunctionVersion = variables("AWS_LAMBDA_FUNCTION_VERSION") ?? "",
            Region = variables("AWS_REGION") ?? "",
            ConfigSha256 = sha256,
        };
        var streams = new TableStreams(client, plan, logger);
        var memory = new DeliveryMemory(settings.DedupeWindow);
        var host = new FunctionHost(plan, secret, tokens, streams, logger, clock)
        {
            Function = function,
            Memory = memory,
            Metrics = new MetricsLine(loggers.Output, clock, function.FunctionName, [.. plan.Targets.Select(t => t.Name)], streams, memory),
            Report = settings.DeliveryReport,
            Current = schemas is null ? null : new CurrentPlan(plan, schemas, streams, logger),
        };
        await host.OpenStreamsAsync(initDeadline).ConfigureAwait(false);
        var tables = string.Join(", ", plan.Targets.Select(t => t.Name));
        Log.Ready(logger, clock.GetElapsedTime(started).TotalMilliseconds, tables, settings.MappingFile, compiled.TotalMilliseconds);
        return host;
    }

    /// <summary>Closes the streams politely.</summary>
    /// <returns>False when that took longer than the time allows.</returns>
    public Task<bool> CloseAsync(TimeSpan time) => Streams.CloseAsync(time, _clock);

    public async ValueTask DisposeAsync()
    {
        await Streams.DisposeAsync().ConfigureAwait(false);
        Current?.Dispose();
        _tokens.Dispose();
        _secret?.Dispose();
    }

    /// <summary>Has the token ready, or under way, when the stream is opened. What fails here is asked for again there, and told.</summary>
    private static async Task FetchTokenAsync(Task credentials, OAuthTokenProvider tokens, ZerobusTableName table, CancellationToken initDeadline)
    {
        try
        {
            await credentials.ConfigureAwait(false);
            await tokens.GetHeadersAsync(table, initDeadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZerobusException or FunctionException or OperationCanceledException)
        {
            // Nobody waits for this.
        }
    }

    /// <summary>
    /// A refusal fails the start, so that a bad deployment never consumes a message. An outage does not: the messages
    /// are safe in the queue, and the first invocation tries again.
    /// </summary>
    private Task OpenStreamsAsync(CancellationToken initDeadline)
    {
        var opening = new Task[Plan.Targets.Count];
        for (var table = 0; table < opening.Length; table++) opening[table] = OpenStreamAsync(table, initDeadline);
        return Task.WhenAll(opening);
    }

    private async Task OpenStreamAsync(int table, CancellationToken initDeadline)
    {
        try
        {
            await Streams.GetAsync(table, initDeadline).ConfigureAwait(false);
        }
        catch (ZerobusException e) when (!e.IsRetryable)
        {
            var type = StreamFaults.IsCredentials(e.Code) ? FunctionErrorTypes.CredentialsInvalid : FunctionErrorTypes.ZerobusUnavailable;
            throw new FunctionException(type, $"{Plan.Targets[table].Name}: {e.Message}", e);
        }
        catch (Exception e) when (e is ZerobusException || (e is OperationCanceledException && initDeadline.IsCancellationRequested))
        {
            Log.StreamNotOpen(_logger, Plan.Targets[table].Name, e is ZerobusException ? e.Message : "it was not open within the time of the start.");
        }
    }
}
