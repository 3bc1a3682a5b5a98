using System.Net;
using System.Text;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Probes;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Probes;

public sealed class ProbeTests : IDisposable
{
    private static readonly MappingPlan Plan = TestPlans.Each("c.s.a", "c.s.b", "c.s.c");

    private readonly StubTokens _workspace = new();
    private readonly OAuthTokenProvider _tokens;

    public ProbeTests() => _tokens = _workspace.CreateProvider(TimeProvider.System);

    public void Dispose() => _tokens.Dispose();

    private Task<ProbeResult> RunAsync(PipelineRig rig, CancellationToken deadline = default) =>
        new Probe(Plan, rig.Tables, rig.Refresher, new CredentialsRenewal(null, _tokens), "5ha", rig.Logs, rig.Clock)
            .RunAsync(deadline).WaitAsync(Eventually.Patience, CancellationToken.None);

    [Fact]
    public async Task RunAsync_NothingOpen_OpensEveryTableOnceAndWritesNothing()
    {
        await using var rig = new PipelineRig(Plan);

        var (response, failure) = await RunAsync(rig);

        Assert.Null(failure);
        Assert.Equal(
            """{"batchItemFailures":[],"probe":{"config_sha256":"5ha","tables":[{"table":"c.s.a","open":true},"""
            + """{"table":"c.s.b","open":true},{"table":"c.s.c","open":true}]}}""",
            Encoding.UTF8.GetString(response.Span));
        Assert.Equal(["c.s.a", "c.s.b", "c.s.c"], rig.Streams.Opened.Select(static stream => stream.Table).Order());
        Assert.All(rig.Streams.Opened, static stream => Assert.Equal((0, true), (stream.Written, stream.IsOpen)));
        rig.AssertLogged(2003, "Tables that are open: 3");
    }

    [Fact]
    public async Task RunAsync_OpenStreams_StayAndOthersAreOpenedBesideThemAndClosed()
    {
        await using var rig = new PipelineRig(Plan);
        await RunAsync(rig);

        Assert.Null((await RunAsync(rig)).Failure);

        Assert.Equal(6, rig.Streams.Opened.Count);
        Assert.All(rig.Streams.Opened.Take(3), static stream => Assert.True(stream.IsOpen));
        Assert.All(rig.Streams.Opened.Skip(3), static stream => Assert.True(stream.IsClosed));
    }

    [Fact]
    public async Task RunAsync_GrantRevokedWhileTheStreamIsOpen_IsFound()
    {
        await using var rig = new PipelineRig(Plan);
        await RunAsync(rig);
        rig.Streams.RefuseOpen = static table =>
            table.Name == "c.s.b" ? FakeStreams.Error(ZerobusErrorCode.PermissionDenied) : null;

        var (response, failure) = await RunAsync(rig);

        Assert.Equal("Function.CredentialsInvalid", failure!.ErrorType);
        Assert.Equal("c.s.b: PermissionDenied: It broke. Mend it.", failure.Message);
        Assert.Contains("""{"table":"c.s.b","open":false}""", Encoding.UTF8.GetString(response.Span), StringComparison.Ordinal);
        rig.AssertLogged(2003, "Tables that are open", times: 1);
    }

    [Fact]
    public async Task RunAsync_CredentialsRefusedWhileTokensAreValid_IsFoundAndTheTokensStay()
    {
        await using var rig = new PipelineRig(Plan);
        await RunAsync(rig);
        _workspace.Status = HttpStatusCode.Unauthorized;

        var (_, failure) = await RunAsync(rig);

        Assert.Equal("Function.CredentialsInvalid", failure!.ErrorType);
        Assert.All(
            Plan.Targets, table => Assert.Contains($"{table.Name}: TokenRefused", failure.Message, StringComparison.Ordinal));
        Assert.Equal(6, _workspace.Requests);
        Assert.Equal(3, rig.Streams.Opened.Count);
        await _tokens.GetHeadersAsync(ZerobusTableName.Parse("c.s.a"), CancellationToken.None);
        Assert.Equal(6, _workspace.Requests);
    }

    [Fact]
    public async Task RunAsync_SeveralTablesRefused_NamesEachAndTheTypeIsThatOfTheCauseThatLastsLongest()
    {
        await using var rig = new PipelineRig(Plan);
        rig.Streams.RefuseOpen = static table => FakeStreams.Error(table.Name switch
        {
            "c.s.a" => ZerobusErrorCode.ConnectionFailed,
            "c.s.b" => ZerobusErrorCode.TableNotFound,
            _ => ZerobusErrorCode.PermissionDenied,
        });

        var (_, failure) = await RunAsync(rig);

        Assert.Equal("Function.CredentialsInvalid", failure!.ErrorType);
        Assert.Equal(
            "c.s.a: ConnectionFailed: It broke. Mend it. c.s.b: TableNotFound: It broke. Mend it. "
            + "c.s.c: PermissionDenied: It broke. Mend it.",
            failure.Message);
    }

    [Fact]
    public async Task RunAsync_TableThatDoesNotAnswer_IsNamedAtTheDeadline()
    {
        await using var rig = new PipelineRig(Plan);
        var isAsked = new TaskCompletionSource();
        rig.Streams.BeforeOpen = table =>
        {
            if (table.Name != "c.s.c") return Task.CompletedTask;
            isAsked.SetResult();
            return new TaskCompletionSource().Task;
        };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(3), rig.Clock);

        var probing = RunAsync(rig, deadline.Token);
        await isAsked.Task;
        await Eventually.HoldsAsync(() => rig.Tables.IsUp(0) && rig.Tables.IsUp(1));
        rig.Clock.Advance(TimeSpan.FromSeconds(3));
        var (response, failure) = await probing;

        Assert.Equal("Function.ZerobusUnavailable", failure!.ErrorType);
        Assert.StartsWith(
            "c.s.c: OpenTimedOut: Zerobus did not open the stream within the 3 s of the probe.", failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("""{"table":"c.s.c","open":false}""", Encoding.UTF8.GetString(response.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SeveralAtOnceBesideABatch_AllPass()
    {
        await using var rig = new PipelineRig(Plan);

        var probes = Enumerable.Range(0, 5).Select(_ => RunAsync(rig)).ToList();
        var batch = await rig.StartAsync(PipelineRig.Fifo("a", "g"), PipelineRig.Fifo("b", "g"));

        Assert.All(await Task.WhenAll(probes), static probe => Assert.Null(probe.Failure));
        Assert.Equal((2, 6), (batch.Acked, batch.Rows));
    }
}
