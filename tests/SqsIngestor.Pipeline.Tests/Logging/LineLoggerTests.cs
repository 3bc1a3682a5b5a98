using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Logging;

public sealed class LineLoggerTests : IDisposable
{
    private static readonly QuietClock Clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private readonly MemoryStream _output = new();

    public void Dispose() => _output.Dispose();

    private string Written => Encoding.UTF8.GetString(_output.ToArray());

    private ILogger Logger(string? level = null, string? format = null)
    {
        var loggers = LineLoggerFactory.Create(level, format, _output, Clock);
        return loggers.CreateLogger("test");
    }

    [Fact]
    public void Log_Json_HasEventIdEventAndValues()
    {
        PipelineLog.RowRefused(Logger(), "m \"1\"", 3, "c.s.t", "RecordRefused");

        using var line = JsonDocument.Parse(Written);
        var root = line.RootElement;
        Assert.Equal((2102, "RowRefused"), (root.GetProperty("eventId").GetInt32(), root.GetProperty("event").GetString()));
        Assert.Equal(("WARN", "test"), (root.GetProperty("level").GetString(), root.GetProperty("logger").GetString()));
        Assert.Equal("2026-03-01T12:00:00Z", root.GetProperty("timestamp").GetString());
        Assert.Equal(("m \"1\"", 3), (root.GetProperty("messageId").GetString(), root.GetProperty("receiveCount").GetInt32()));
        Assert.EndsWith("\n", Written, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_InAnInvocation_HasItsIdsAndOnlyThen()
    {
        foreach (var format in (string?[])[null, "Text"])
        {
            var logger = Logger(format: format);
            using (logger.BeginScope(InvocationIds.Of("r-1", "Root=1-2;Sampled=0")))
                PipelineLog.BatchDone(logger, 1, 1, 0, 1);
            PipelineLog.BatchDone(logger, 1, 1, 0, 1);
        }

        var lines = Written.Split('\n');
        Assert.Contains("\"event\":\"BatchDone\",\"requestId\":\"r-1\",\"traceId\":\"1-2\",", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("r-1", lines[1], StringComparison.Ordinal);
        Assert.Contains(" INFO requestId=r-1 traceId=1-2 Batch done in", lines[2], StringComparison.Ordinal);
        Assert.Contains(" INFO Batch done in", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Log_JsonNumbers_AreNumbers()
    {
        PipelineLog.BatchDone(Logger(), 3, 2, 1, 1.23456);

        using var line = JsonDocument.Parse(Written);
        Assert.Equal(1.235, line.RootElement.GetProperty("milliseconds").GetDouble());
        Assert.Equal(3, line.RootElement.GetProperty("received").GetInt32());
    }

    [Fact]
    public void Log_Exception_NamesItsTypeAndNotItsMessage()
    {
        var error = new InvalidOperationException("s3cr3t");
        foreach (var logger in (ILogger[])[Logger(), Logger(format: "Text")])
            logger.Log(LogLevel.Error, default, "It broke.", error, static (text, _) => text);

        Assert.Contains("\"errorType\":\"System.InvalidOperationException\"", Written, StringComparison.Ordinal);
        Assert.Contains("ERROR It broke. (System.InvalidOperationException)", Written, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", Written, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_Text_IsOneLine()
    {
        PipelineLog.InitFailed(Logger(format: "text"), "Function.MappingInvalid", "one\ntwo");

        Assert.Equal(
            "2026-03-01T12:00:00.0000000Z ERROR The function cannot start (Function.MappingInvalid): one\\ntwo\n", Written);
    }

    [Theory]
    [InlineData(null, LogLevel.Information)]
    [InlineData("trace", LogLevel.Trace)]
    [InlineData("DEBUG", LogLevel.Debug)]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("WARN", LogLevel.Warning)]
    [InlineData("ERROR", LogLevel.Error)]
    [InlineData("FATAL", LogLevel.Critical)]
    [InlineData("loud", LogLevel.Information)]
    public void Create_Level_IsTheLowestThatIsWritten(string? name, LogLevel lowest)
    {
        var logger = Logger(name);

        Assert.All(
            Enum.GetValues<LogLevel>(), level =>
            Assert.Equal(level >= lowest && level != LogLevel.None, logger.IsEnabled(level)));
        Assert.Equal(lowest, LambdaLogLevel.Parse(LambdaLogLevel.NameOf(lowest)));
    }

    [Fact]
    public void Log_BelowTheLevel_WritesNothing()
    {
        PipelineLog.BatchDone(Logger("WARN"), 1, 1, 0, 1);
        PipelineLog.BatchDone(Logger("WARN", "Text"), 1, 1, 0, 1);

        Assert.Empty(Written);
    }
}
