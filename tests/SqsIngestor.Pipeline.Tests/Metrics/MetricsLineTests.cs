using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Metrics;
using SqsIngestor.Pipeline.Tests.Fakes;

namespace SqsIngestor.Pipeline.Tests.Metrics;

public sealed class MetricsLineTests : IDisposable
{
    private static readonly BatchResult Batch = new()
    {
        Received = 15,
        Acked = 5,
        Quarantined = 4,
        Dropped = 3,
        Deduplicated = 2,
        Failed = 1,
        Rows = 9,
        WithoutRow = 6,
        SkippedRows = 7,
        DuplicateNames = 8,
        Bytes = 1234,
        EncodeTime = TimeSpan.FromMilliseconds(1.2367),
        AckLatencyMedian = TimeSpan.FromMilliseconds(20),
        AckLatencyMax = TimeSpan.FromMilliseconds(90),
    };

    private readonly MemoryStream _output = new();

    public void Dispose() => _output.Dispose();

    private static readonly InvocationIds Ids = new("request-1", "1-2");

    private MetricsLine Line(PipelineRig rig, string function = "fn", params string[] tables)
    {
        var context = new InvocationContext
        {
            IngestTime = default,
            FunctionName = function,
            FunctionVersion = "7",
            ConfigSha256 = "5ha",
        };
        return new(new LineOutput(_output), rig.Clock, context, tables, rig.Tables, rig.Memory);
    }

    private List<JsonElement> Written() =>
        [
            .. Encoding.UTF8.GetString(_output.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonSerializer.Deserialize<JsonElement>(line))];

    [Fact]
    public async Task Write_Invocation_HasEveryMetricOfTheCatalog()
    {
        await using var rig = new PipelineRig();
        Line(rig, "fn", "c.s.a", "c.s.b").Write(Batch, Ids);

        var line = Assert.Single(Written());

        var expected = new Dictionary<string, double>
        {
            ["MessagesReceived"] = 15,
            ["RowsDurable"] = 9,
            ["MessagesAcked"] = 5,
            ["MessagesFailed"] = 1,
            ["MessagesQuarantined"] = 4,
            ["MessagesDropped"] = 3,
            ["MessagesDeduplicated"] = 2,
            ["MessagesWithoutRow"] = 6,
            ["RowsSkipped"] = 7,
            ["DuplicateNames"] = 8,
            ["RecordBytes"] = 1234,
            ["EncodeTime"] = 1.237,
            ["AckLatencyP50"] = 20,
            ["AckLatencyMax"] = 90,
            ["StreamReopens"] = 0,
            ["LateAcks"] = 0,
            ["ColdStart"] = 1,
            ["InvocationErrors"] = 0,
        };
        Assert.Equal(expected, Metric.All.ToDictionary(static m => m.Name, m => line.GetProperty(m.Name).GetDouble()));
        Assert.Equal(
            ("fn", "c.s.a,c.s.b"), (line.GetProperty("FunctionName").GetString(), line.GetProperty("TableName").GetString()));
        Assert.Equal(
            ["request-1", "1-2", "7", "5ha"],
            ((string[])["requestId", "traceId", "functionVersion", "configSha256"])
                .Select(name => line.GetProperty(name).GetString()));
        Assert.False(line.TryGetProperty("ErrorType", out _));
    }

    [Fact]
    public void All_Received_IsTheSumOfTheOutcomes()
    {
        var numbers = new InvocationMetrics(Batch, StreamReopens: 0, LateAcks: 0, ColdStart: 0, HasFailed: false);

        Assert.Equal(
            Metric.Received.Value(numbers), Metric.All.Where(static m => m.IsOutcome).Sum(metric => metric.Value(numbers)));
    }

    [Fact]
    public async Task Write_Invocation_TellsCloudWatchNamesUnitsAndDimensions()
    {
        await using var rig = new PipelineRig();
        Line(rig).Write(Batch, Ids);

        var aws = Assert.Single(Written()).GetProperty("_aws");

        var directive = aws.GetProperty("CloudWatchMetrics")[0];
        Assert.Equal(rig.Clock.GetUtcNow().ToUnixTimeMilliseconds(), aws.GetProperty("Timestamp").GetInt64());
        Assert.Equal("SqsIngestor", directive.GetProperty("Namespace").GetString());
        Assert.Equal("""[["FunctionName"]]""", directive.GetProperty("Dimensions").GetRawText());
        Assert.Equal(
            Metric.All.Select(static m => (m.Name, m.Unit)),
            directive.GetProperty("Metrics").EnumerateArray()
                .Select(static m => (m.GetProperty("Name").GetString()!, m.GetProperty("Unit").GetString()!)));
    }

    [Fact]
    public async Task Write_SecondInvocation_IsNoColdStartAndCountsOnlyWhatIsNew()
    {
        await using var rig = new PipelineRig();
        var line = Line(rig);
        await rig.StartAsync(PipelineRig.Message("a"));
        rig.Streams.Opened[0].Reopens = 2;
        await rig.Memory.AckPendingAsync(7, new object(), Task.FromResult<DeliveryHistory?>(null), [0], []);
        for (var i = 0; i < 2; i++) line.Write(Batch, Ids);

        var (first, second) = (Written()[0], Written()[1]);

        Assert.Equal((1, 2, 1), Counts(first));
        Assert.Equal((0, 0, 0), Counts(second));

        static (int, int, int) Counts(JsonElement written) => (
            written.GetProperty("ColdStart")
                .GetInt32(), written
                .GetProperty("StreamReopens")
                .GetInt32(), written
                .GetProperty("LateAcks")
                .GetInt32());
    }

    [Fact]
    public async Task Write_NoName_FitsCloudWatch()
    {
        await using var rig = new PipelineRig();
        Line(rig, "").Write(Batch, Ids);

        Assert.Equal("local", Assert.Single(Written()).GetProperty("FunctionName").GetString());
    }

    [Fact]
    public async Task Write_FailedInvocation_CountsItAlsoByErrorType()
    {
        await using var rig = new PipelineRig();
        Line(rig).Write(new BatchResult(), Ids, "Function.ZerobusUnavailable");

        var line = Assert.Single(Written());

        Assert.Equal((1, "ZerobusUnavailable"), Failure(line));
        var directives = line.GetProperty("_aws").GetProperty("CloudWatchMetrics");
        Assert.Equal(
            """{"Namespace":"SqsIngestor","Dimensions":[["FunctionName","ErrorType"]]"""
            + ""","Metrics":[{"Name":"InvocationErrors","Unit":"Count"}]}""",
            directives[1].GetRawText());
        Assert.Equal(2, directives.GetArrayLength());
    }

    [Fact]
    public async Task WriteStartFailure_HasTheOneMetricUnderBothSetsOfDimensions()
    {
        await using var rig = new PipelineRig();
        MetricsLine.WriteStartFailure(new LineOutput(_output), rig.Clock, "fn", "Function.MappingInvalid");

        var line = Assert.Single(Written());

        Assert.Equal((1, "MappingInvalid"), Failure(line));
        Assert.Equal("fn", line.GetProperty("FunctionName").GetString());
        Assert.Equal(
            """[{"Namespace":"SqsIngestor","Dimensions":[["FunctionName"],["FunctionName","ErrorType"]]"""
            + ""","Metrics":[{"Name":"InvocationErrors","Unit":"Count"}]}]""",
            line.GetProperty("_aws").GetProperty("CloudWatchMetrics").GetRawText());
    }

    private static (int Count, string? Type) Failure(JsonElement line) =>
        (line.GetProperty("InvocationErrors").GetInt32(), line.GetProperty("ErrorType").GetString());
}
