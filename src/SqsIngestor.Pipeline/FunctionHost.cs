using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Journals;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Metrics;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Probes;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline;

/// <summary>
/// The objects that live as long as the process: the plan, the tokens, the streams. A host starts one, creates a processor per
/// concurrent invocation, and disposes it at the end.
/// </summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    /// <summary>
    /// How long a start may take. Lambda ends an init after 10 s; streams that are not open by then are opened by the first
    /// invocation.
    /// </summary>
    public static readonly TimeSpan InitTime = TimeSpan.FromSeconds(8);

    // The service acks within a fraction of a second.
    private static readonly TimeSpan LongestAckTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestAckTime = TimeSpan.FromSeconds(2);

    // Time to write the response. Lambda ends the invocation at its deadline, and SQS then delivers every message again.
    private static readonly TimeSpan MinimumMargin = TimeSpan.FromSeconds(2);

    private readonly Lock _learning = new();
    private readonly ZerobusClient _client;
    private readonly SecretCredentials? _secret;
    private readonly IIdentityTokenSource? _identity;
    private readonly OAuthTokenProvider _tokens;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;

    // The longest invocation so far, which tells the timeout of the function.
    private TimeSpan _longest;

    private FunctionHost(
        MappingPlan plan, ZerobusClient client, SecretCredentials? secret, IIdentityTokenSource? identity,
        OAuthTokenProvider tokens, TableStreams streams, ILogger logger, TimeProvider clock)
    {
        (Plan, _client, _secret, _identity, _tokens) = (plan, client, secret, identity, tokens);
        (Streams, _logger, _clock) = (streams, logger, clock);
    }

    /// <summary>The plan at the start.</summary>
    public MappingPlan Plan { get; }

    /// <summary>The facts about the function that rows may contain. The host adds those of each invocation.</summary>
    public required InvocationContext Function { get; init; }

    /// <summary>The streams, shared by all invocations.</summary>
    public TableStreams Streams { get; }

    /// <summary>The messages that were delivered, shared by all invocations.</summary>
    public required DeliveryMemory Memory { get; init; }

    /// <summary>Receives the metrics of each invocation.</summary>
    public required MetricsLine Metrics { get; init; }

    /// <summary>How messages are sent and reported.</summary>
    public required DeliveryOptions Delivery { get; init; }

    /// <summary>Gives memory back after a batch.</summary>
    public required BurstMemory BurstMemory { get; init; }

    /// <summary>Gives the plan of each batch; null if descriptors are files.</summary>
    public PlanRefresher? Refresher { get; init; }

    /// <summary>Answers probes.</summary>
    public Probe Probe =>
        new(Plan, Streams, Refresher, new CredentialsRenewal(_secret, _tokens), Function.ConfigSha256, _logger, _clock);

    /// <summary>Creates the loggers of the function as its environment says.</summary>
    /// <param name="variables">The environment; null for a variable that is not set.</param>
    /// <param name="output">Receives lines and metrics; not closed.</param>
    /// <param name="clock">Stamps the lines.</param>
    public static LineLoggerFactory CreateLoggers(Func<string, string?> variables, Stream output, TimeProvider clock) =>
        LineLoggerFactory.Create(
            variables(EnvironmentVariables.AwsLambdaLogLevel), variables(EnvironmentVariables.AwsLambdaLogFormat), output, clock,
            oneAtATime: FunctionMemory.From(variables).Invocations == 1);

    /// <summary>
    /// The time for a batch: the time until Lambda's deadline, less the larger of 2 s and a tenth of it. Never negative.
    /// </summary>
    public static TimeSpan BatchTime(TimeSpan remaining)
    {
        var time = remaining - TimeSpan.FromTicks(Math.Max(MinimumMargin.Ticks, remaining.Ticks / 10));
        return time > TimeSpan.Zero ? time : TimeSpan.Zero;
    }

    /// <summary>
    /// How long a connection may ack nothing in an invocation: a third of its time, 2 to 20 s, so that one that swallows
    /// everything is replaced within the same invocation.
    /// </summary>
    public static TimeSpan AckTime(TimeSpan remaining) =>
        TimeSpan.FromTicks(Math.Clamp(remaining.Ticks / 3, ShortestAckTime.Ticks, LongestAckTime.Ticks));

    /// <summary>
    /// An invocation begins. The first one tells the timeout of the function, which the start does not know.
    /// </summary>
    /// <param name="remaining">The time until Lambda's deadline.</param>
    /// <returns>The time for the batch; see <see cref="BatchTime"/>.</returns>
    public TimeSpan InvocationBegins(TimeSpan remaining)
    {
        lock (_learning)
        {
            if (remaining > _longest) (_longest, _client.AckTimeout) = (remaining, AckTime(remaining));
        }
        return BatchTime(remaining);
    }

    /// <summary>Creates a processor of batches. Each processes one batch at a time; several work side by side.</summary>
    public BatchProcessor CreateProcessor() => new(Plan, Streams, Memory, Delivery, _logger, _clock, Refresher);

    /// <summary>
    /// Starts the function. Does everything that can be done before the first message, because Lambda gives an init full CPU.
    /// </summary>
    /// <param name="variables">The environment; null for a variable that is not set.</param>
    /// <param name="loggers">Create the loggers.</param>
    /// <param name="clock">The clock of everything.</param>
    /// <param name="initDeadline">Cancelled when the start must end; see <see cref="InitTime"/>.</param>
    /// <exception cref="FunctionException">The configuration or the mapping is wrong, or the service refuses them.</exception>
    public static async Task<FunctionHost> StartAsync(
        Func<string, string?> variables, LineLoggerFactory loggers, TimeProvider clock, CancellationToken initDeadline)
    {
        var started = clock.GetTimestamp();
        var logger = loggers.CreateLogger("SqsIngestor");
        var settings = SettingsReader.Read(variables, clock);
        var secret = settings.Secret is { } reference ? new SecretCredentials(reference, settings.ClientId, clock, logger) : null;
        var identity = Configured(() => settings.Identity?.CreateSource(clock, logger));
        // Runs while the mapping is compiled. Identity tokens wait in their source; whoever needs one reports a failure.
        if (identity is not null) _ = WarmUpAsync(identity, initDeadline);
        var credentials = secret?.GetAsync(initDeadline).AsTask() ?? Task.CompletedTask;
        var tokens = Configured(() => new OAuthTokenProvider(
            new OAuthOptions
            {
                WorkspaceUrl = settings.WorkspaceUrl,
                ClientId = settings.ClientId ?? "",
                ClientSecret = settings.ClientSecret ?? "",
                Credentials = secret,
                IdentityTokens = identity,
                WorkspaceId = ZerobusEndpoint.WorkspaceId(settings.ZerobusEndpoint),
            },
            loggerFactory: loggers, clock: clock));
        var options = new ZerobusClientOptions
        {
            Endpoint = settings.ZerobusEndpoint,
            ApplicationName = $"sqs-ingestor/{ProductVersion.Number}",
            AckTimeout = LongestAckTime,
            MaxInFlightBytes = settings.Memory.InFlightBytes,
            MaxTotalInFlightBytes = settings.Memory.InFlightBytes,
            Preview = new ZerobusPreviewOptions
            {
                PersistentStreams = settings.Delivery == DeliveryGuarantee.ExactlyOncePreview,
            },
        };
        var client = Configured(() => new ZerobusClient(options, tokens, loggers, clock));
        // The token and the connection are ready, or on their way, when the mapping is compiled.
        if (settings.TableName is { } known)
        {
            _ = FetchTokenAsync(credentials, tokens, ZerobusTableName.Parse(known), initDeadline);
        }
        client.Prepare();
        var loaded = MappingLoader.Load(settings, logger, clock);
        await credentials.ConfigureAwait(false);
        var schemas = loaded is null ? new CatalogSchemas(settings, tokens, logger, clock) : null;
        var (plan, sha256, compiled) = loaded ?? await schemas!.LoadAsync(orDeployed: true, initDeadline).ConfigureAwait(false);
        client.ExpectedStreams = plan.Targets.Count;
        var function = new InvocationContext
        {
            IngestTime = clock.GetUtcNow(),
            FunctionName = variables(EnvironmentVariables.AwsLambdaFunctionName) ?? "",
            FunctionVersion = variables(EnvironmentVariables.AwsLambdaFunctionVersion) ?? "",
            Region = variables(EnvironmentVariables.AwsRegion) ?? "",
            ConfigSha256 = sha256,
        };
        var memory = new DeliveryMemory(settings.DedupeWindow, clock);
        var streams = new TableStreams(CreateOpener(settings, client, memory, clock, logger), plan, clock, logger);
        var burst = new BurstMemory(() => client.ReleasedBytes, Pipeline.BurstMemory.Collect);
        var host = new FunctionHost(plan, client, secret, identity, tokens, streams, logger, clock)
        {
            Function = function,
            Memory = memory,
            Metrics = new MetricsLine(
                loggers.Output, clock, function, [.. plan.Targets.Select(static t => t.Name)], streams, memory),
            Delivery = new DeliveryOptions(
                settings.DeliveryReport, settings.FifoOrder, settings.Memory.MessageBytes, settings.FailedMessageLines,
                burst.Released),
            BurstMemory = burst,
            Refresher = schemas is null ? null : new PlanRefresher(plan, schemas, streams, memory, clock, logger),
        };
        try
        {
            await host.OpenStreamsAsync(initDeadline).ConfigureAwait(false);
        }
        catch
        {
            // Another start in this process needs the slot of the environment.
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        var tables = string.Join(", ", plan.Targets.Select(t => t.Name));
        PipelineLog.Ready(
            logger, clock.GetElapsedTime(started).TotalMilliseconds, tables, settings.MappingFile, compiled.TotalMilliseconds,
            sha256, function.FunctionVersion);
        return host;
    }

    /// <summary>Takes no more rows and waits until the accepted ones are durable.</summary>
    /// <returns>False if that took longer than <paramref name="time"/>.</returns>
    public Task<bool> CloseAsync(TimeSpan time) => Streams.CloseAsync(time, _clock);

    public async ValueTask DisposeAsync()
    {
        await Streams.DisposeAsync().ConfigureAwait(false);
        Refresher?.Dispose();
        _tokens.Dispose();
        _secret?.Dispose();
        (_identity as IDisposable)?.Dispose();
    }

    private static ITableStreamOpener CreateOpener(
        FunctionSettings settings, ZerobusClient client, DeliveryMemory memory, TimeProvider clock, ILogger logger) =>
        settings.Delivery == DeliveryGuarantee.ExactlyOncePreview
            ? new JournaledStreamOpener(
                new ZerobusPersistentStreams(client), EnvironmentSlot.Take(settings.DeliveryFolder), settings.ZerobusEndpoint,
                memory, clock, logger)
            : new ZerobusStreamOpener(client);

    /// <summary>What the settings, or a variable of the environment such as a proxy, make impossible is not a bug.</summary>
    private static T Configured<T>(Func<T> create)
    {
        try
        {
            return create();
        }
        catch (ZerobusException e)
        {
            throw new FunctionException(StreamFaults.ErrorType(e), e.Message, e);
        }
    }

    private static async Task WarmUpAsync(IIdentityTokenSource identity, CancellationToken initDeadline)
    {
        try
        {
            await identity.GetAsync(initDeadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZerobusException or OperationCanceledException or ObjectDisposedException)
        {
            // No caller waits for this.
        }
    }

    /// <summary>
    /// Fetches the token of a table in advance. A failure does not matter: opening the stream tries again and reports it.
    /// </summary>
    private static async Task FetchTokenAsync(
        Task credentials, OAuthTokenProvider tokens, ZerobusTableName table, CancellationToken initDeadline)
    {
        try
        {
            await credentials.ConfigureAwait(false);
            await tokens.GetHeadersAsync(table, initDeadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZerobusException or FunctionException or OperationCanceledException)
        {
            // No caller waits for this.
        }
    }

    /// <summary>
    /// Opens the streams of all tables side by side. A refusal fails the start, because no message could be written. An outage
    /// does not: the messages are safe in the queue, and the first invocation tries again.
    /// </summary>
    private async Task OpenStreamsAsync(CancellationToken initDeadline)
    {
        var refusals = await Task
            .WhenAll(Enumerable.Range(0, Plan.Targets.Count).Select(table => OpenStreamAsync(table, initDeadline)))
            .ConfigureAwait(false);
        var closed = new ClosedTables();
        for (var table = 0; table < refusals.Length; table++)
        {
            if (refusals[table] is { } refusal) closed.Add(Plan.Targets[table].Name, refusal);
        }
        if (closed.ToFailure() is { } failure) throw failure;
    }

    /// <returns>Why the stream will not open, however often it is tried; null if it is open, or may open later.</returns>
    private async Task<ZerobusException?> OpenStreamAsync(int table, CancellationToken initDeadline)
    {
        try
        {
            await Streams.GetAsync(table, initDeadline).ConfigureAwait(false);
        }
        catch (ZerobusException e) when (!e.IsRetryable)
        {
            return e;
        }
        catch (Exception e) when (
            e is ZerobusException || (e is OperationCanceledException && initDeadline.IsCancellationRequested))
        {
            var reason = e is ZerobusException ? e.Message : "Zerobus did not open it in time.";
            PipelineLog.StreamNotOpen(_logger, Plan.Targets[table].Name, reason);
        }
        return null;
    }
}
