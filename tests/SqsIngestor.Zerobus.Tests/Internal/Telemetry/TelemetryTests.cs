using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests.Internal.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Stream_RecordsBytesAcksReopensAndInFlight_AreMeasuredPerTable()
    {
        // A separate table: the meter is the process's.
        var table = ZerobusTableName.Parse("main.telemetry.measured");
        var measured = new ConcurrentDictionary<string, double>();
        var causes = new ConcurrentBag<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == ZerobusTelemetry.Name)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                throw new RpcException(new Status(StatusCode.Unavailable, "again"));
            },
            Scripts.Refusing(static r => ZerobusRig.Text(r) == "bad" ? new Status(StatusCode.InvalidArgument, "bad") : null)));
        var stream = await rig.OpenAsync(ZerobusRig.Proto with { Table = table });

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await stream.WriteBatchAsync([ZerobusRig.Record(1), "bad"u8.ToArray(), ZerobusRig.Record(2)]);
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        await stream.WriteAsync(ZerobusRig.Record(3));
        stream.Abort();
        await Eventually.HoldsAsync(() => stream.State == ZerobusStreamState.Closed);

        Assert.Equal(5, measured["zerobus.records.written"]);
        Assert.Equal(8 + 10 + 5 + 10 + 8, measured["zerobus.bytes.written"]);
        Assert.InRange(measured["zerobus.records.acked"], 3, 4);
        Assert.Equal(1, measured["zerobus.records.refused"]);
        Assert.InRange(measured["zerobus.acks"], 1, 5);
        Assert.InRange(measured["zerobus.ack.latency"], double.Epsilon, 60);
        Assert.Equal(0, measured["zerobus.inflight.requests"]);
        Assert.Equal(0, measured["zerobus.inflight.bytes"]);
        Assert.Contains("status", causes);
        Assert.Contains("isolation", causes);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var (mine, cause) = (false, "");
            foreach (var (name, tag) in tags)
            {
                mine |= name == "zerobus.table" && Equals(tag, table.FullName);
                cause = name == "zerobus.cause" ? (string)tag! : cause;
            }

            if (!mine)
                return;
            measured.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            if (cause.Length > 0)
                causes.Add(cause);
        }
    }

    [Fact]
    public async Task Open_IsASpanWithTheTableAndNoToken()
    {
        var table = ZerobusTableName.Parse("main.telemetry.traced");
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ZerobusTelemetry.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var rig = await ZerobusRig.StartAsync();
        await rig.OpenAsync(ZerobusRig.Proto with { Table = table });

        var span = Assert.Single(spans, s => Equals(s.GetTagItem("zerobus.table"), table.FullName));
        Assert.Equal("zerobus.open", span.OperationName);
        Assert.DoesNotContain(
            span.TagObjects, static t => t.Value?.ToString()!.Contains(ZerobusRig.Token, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task OnAck_Throws_IsLoggedAndTheStreamGoesOn()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync(ZerobusRig.Proto with { OnAck = static _ => throw new FormatException("mine") });

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Contains(
            rig.Logs.Lines,
            static l =>
            l.Contains(" 1014 ", StringComparison.Ordinal) && l.Contains("FormatException", StringComparison.Ordinal));
    }
}
