using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus.Internal;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Parallel;
using SqsIngestor.Zerobus.Internal.Recovery;
using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus;

/// <summary>
/// A client of one Zerobus endpoint with one set of credentials. Open one stream per table and keep it: opening a stream is
/// expensive. Safe for use by several threads.
/// </summary>
public sealed class ZerobusClient : IAsyncDisposable
{
    private const int MostParallelStreams = 64;

    private readonly ZerobusClientOptions _options;
    private readonly IZerobusHeadersProvider _headers;
    private readonly ConnectionFactory _factory;
    private readonly AckLimit _ackLimit;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private readonly InFlightBudget _memory;
    private readonly StatisticsExporter? _exporter;
    private readonly ConcurrentDictionary<ZerobusTableName, OpenRateLimiter> _openRates = [];
    private readonly ConcurrentDictionary<ZerobusStream, bool> _streams = [];

    /// <summary>Creates the client; nothing is connected yet.</summary>
    /// <param name="options">Endpoint, limits and times.</param>
    /// <param name="headers">Provides the authorization of each open.</param>
    /// <param name="loggerFactory">Default: no logs.</param>
    /// <param name="clock">Default: the system's.</param>
    /// <exception cref="ZerobusException">An option is outside its range.</exception>
    public ZerobusClient(
        ZerobusClientOptions options,
        IZerobusHeadersProvider headers,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(headers);
        OptionsValidator.Check(options);
        _ackLimit = new AckLimit(options.AckTimeout);
        _options = options with { AckLimit = _ackLimit };
        _headers = headers;
        _clock = clock ?? TimeProvider.System;
        _factory = new ConnectionFactory(options, _clock);
        _memory = InFlightBudget.OfBytes(options.MaxTotalInFlightBytes, _clock);
        _memory.Expected = options.ExpectedStreams;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("SqsIngestor.Zerobus");
        _exporter = options.Statistics is { } statistics ? new StatisticsExporter(statistics, _logger) : null;
        _backoff = new Backoff(options.BackoffInitial, options.BackoffMax, new Random().NextDouble);
    }

    /// <summary>
    /// Bytes of buffers that the client has let go of so far: what unacked writes did not need for 5 to 10 s, looked at with the
    /// next write or ack, and what the lists of writes need instead. A host that wants the memory back soon can collect when it
    /// grows. Any thread may read it.
    /// </summary>
    public long ReleasedBytes => _memory.Trimmed;

    /// <summary>
    /// How many streams the client is expected to have open. Set it as soon as you know, if you did not know it when you created
    /// the client. Begins as <see cref="ZerobusClientOptions.ExpectedStreams"/>, which says what it does. Any thread may use it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int ExpectedStreams
    {
        get => _memory.Expected;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _memory.Expected = value;
        }
    }

    /// <summary>
    /// How long the oldest unacked write of a stream may wait for an ack before the client reconnects. Set it when you learn how
    /// much time the work has; it holds at once for all streams. Begins as <see cref="ZerobusClientOptions.AckTimeout"/>, which
    /// stays the longest wait of <see cref="ZerobusStream.RenewConnection"/>. Any thread may use it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero or less.</exception>
    public TimeSpan AckTimeout
    {
        get => _ackLimit.Value;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            _ackLimit.Value = value;
        }
    }

    /// <summary>
    /// Starts to connect for the stream that is opened next: TCP, TLS and a proxy's tunnel are set up while the caller prepares
    /// the rest, such as its descriptor. Returns at once. One connection waits at a time. It is not used after
    /// <see cref="ZerobusClientOptions.OpenTimeout"/>, and one that fails is replaced when the stream is opened. Does nothing
    /// with <see cref="ZerobusClientOptions.SharedConnections"/>.
    /// </summary>
    public void Prepare() => _factory.Prepare();

    /// <summary>
    /// Opens a stream. The client retries transient failures, with at most <see cref="ZerobusClientOptions.OpenAttempts"/>
    /// attempts, and throws the last error.
    /// </summary>
    /// <returns>An open stream; the caller disposes it.</returns>
    /// <exception cref="ZerobusException">The stream cannot be opened, or the options do not fit together.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<ZerobusStream> OpenStreamAsync(ZerobusStreamOptions stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return OpenAsync(stream, null, cancellationToken);
    }

    /// <summary>
    /// Opens several streams to one table, all at the same time but no faster than
    /// <see cref="ZerobusClientOptions.OpensPerMinute"/> allows. If one cannot be opened, the others are closed. Each counts as a
    /// stream for <see cref="ZerobusClientOptions.ExpectedStreams"/> and has the limits of one.
    /// </summary>
    /// <param name="stream">
    /// The options of each stream. <see cref="ZerobusStreamOptions.OnAck"/> must be null, because it could not tell the streams
    /// apart.
    /// </param>
    /// <param name="count">How many streams, 1 to 64. The count decides which key goes to which stream.</param>
    /// <param name="onAck">
    /// Called with the index of a stream whenever its settled offset moves, as <see cref="ZerobusStreamOptions.OnAck"/>; for
    /// several streams at the same time. Default none.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The open streams; the caller disposes them.</returns>
    /// <exception cref="ZerobusException">A stream cannot be opened, or the options do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is not 1 to 64.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ZerobusParallelStreams> OpenParallelStreamsAsync(
        ZerobusStreamOptions stream, int count, Action<int, AckEvent>? onAck = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostParallelStreams);
        if (stream.OnAck is not null)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid,
                $"{nameof(stream.OnAck)} cannot tell parallel streams apart.",
                $"Use the parameter {nameof(onAck)}.");
        }

        if (stream.Persistent is not null)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid, "Parallel streams are not persistent.",
                $"Open persistent streams one by one, with {nameof(OpenStreamAsync)}.");
        }

        var streams = await ParallelOpening.OpenAsync(
            count, (index, cancelled) => OpenAsync(Of(index), null, cancelled), cancellationToken).ConfigureAwait(false);
        return new ZerobusParallelStreams(
            stream, [.. streams.Select((open, index) => new ParallelStream(index, open, ReopenAsync))]);

        ZerobusStreamOptions Of(int index) => onAck is null ? stream : stream with { OnAck = acked => onAck(index, acked) };

        Task<ZerobusStream> ReopenAsync(int index, ZerobusStream failed, CancellationToken cancelled) =>
            OpenAsync(Of(index), failed, cancelled);
    }

    private async Task<ZerobusStream> OpenAsync(
        ZerobusStreamOptions stream, ZerobusStream? before, CancellationToken cancellationToken)
    {
        OptionsValidator.Check(stream, _options);
        SelfContainedCheck.Check(stream);
        var telemetry = new StreamTelemetry(
            stream.Table, OpenCounts.Of(_clock, _options.Endpoint, stream.Table), _exporter);
        var openRate = _openRates.GetOrAdd(
            stream.Table, _ => new OpenRateLimiter(_options.OpensPerMinute, new Random().NextDouble, _clock));
        var opener = new StreamOpener(stream, _options, _headers, _factory, openRate, telemetry, _clock, _logger);
        var connection = await OpenAsync(opener, stream, cancellationToken).ConfigureAwait(false);

        var ledger = new StreamLedger(
            stream, _options, _memory, _clock, telemetry, before?.Ledger, connection.Committed + 1);
        var events = new SettledEvents(ledger, stream, telemetry, _logger);
        var supervisor = new StreamSupervisor(
            opener, ledger, events, stream, _options, telemetry, _backoff.After, _clock, _logger);
        var opened = new ZerobusStream(
            stream, _options, ledger, supervisor, connection, telemetry, gone =>
            {
                events.Raise(events.LastStreamId ?? gone.StreamId);
                _streams.TryRemove(gone, out _);
            });
        _streams[opened] = true;
        // It may have ended before it was added.
        if (opened.State is ZerobusStreamState.Closed or ZerobusStreamState.Failed)
            _streams.TryRemove(opened, out _);
        return opened;
    }

    /// <summary>
    /// Retires a persistent stream: the service forgets it, and it cannot be resumed any more. Close the stream first. A preview:
    /// needs <see cref="ZerobusPreviewOptions.PersistentStreams"/>. One attempt, within
    /// <see cref="ZerobusClientOptions.OpenTimeout"/>.
    /// </summary>
    /// <param name="table">The table of the stream.</param>
    /// <param name="streamId">Its id.</param>
    /// <param name="cancellationToken">Gives up; the service may have retired the stream all the same.</param>
    /// <exception cref="ZerobusException">The service refuses, cannot be reached, or the preview is off.</exception>
    public async Task RetireStreamAsync(
        ZerobusTableName table, string streamId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(streamId);
        OptionsValidator.RequirePersistent(_options);
        await new StreamRetirement(_options, _headers, _factory, _clock).RetireAsync(table, streamId, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Aborts the streams that are still open. Close them first so that their records become durable.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_streams.Keys.Select(static stream => stream.AbandonAsync())).ConfigureAwait(false);
        _streams.Clear();
        await _factory.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ZerobusConnection> OpenAsync(
        StreamOpener opener, ZerobusStreamOptions stream, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await opener.OpenAsync(isFirst: true, cancellationToken).ConfigureAwait(false);
            }
            // No attempt can succeed before the time that the service asks to wait.
            catch (ZerobusException e) when (
                e.IsRetryable && attempt < _options.OpenAttempts && !(e.RetryAfter > _options.BackoffMax))
            {
                ZerobusLog.OpenFailed(_logger, stream.Table, e.Code, attempt, e.Message);
            }

            await Task.Delay(_backoff.After(attempt), _clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
