using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Plans;

public sealed class PlanRefresherTests : IDisposable
{
    private readonly MappingPlan _old = TestPlans.One();
    private readonly MappingPlan _renewed = TestPlans.One("", "extra");
    private readonly Schemas _schemas = new();

    public PlanRefresherTests() => _schemas.Load = _ => Task.FromResult(new LoadedPlan(_renewed, "", TimeSpan.Zero));

    public void Dispose() => _schemas.Dispose();

    /// <summary>A rig whose service accepts only the renewed descriptor.</summary>
    private PipelineRig Changed()
    {
        var rig = new PipelineRig(_old, schemas: _schemas);
        rig.Streams.RefuseOpen = table => table.DescriptorProto.Span.SequenceEqual(_renewed.Targets[0].DescriptorProto.Span)
            ? null
            : FakeStreams.Error(ZerobusErrorCode.SchemaRefused);
        return rig;
    }

    private static bool HasLine(PipelineRig rig, int eventId) =>
        rig.Logs.Lines.Any(line => line.Contains($" {eventId} ", StringComparison.Ordinal));

    [Fact]
    public async Task GetAsync_AcceptedDescriptor_KeepsThePlan()
    {
        await using var rig = new PipelineRig(_old, schemas: _schemas);

        Assert.Same(_old, await rig.Refresher!.GetAsync(default));
        Assert.Equal(0, _schemas.Loads);
    }

    [Fact]
    public async Task GetAsync_RefusedDescriptor_ReadsTheSchemaOnce()
    {
        await using var rig = Changed();

        Assert.Same(_renewed, await rig.Refresher!.GetAsync(default));
        Assert.Same(_renewed, await rig.Refresher.GetAsync(default));

        Assert.Equal((1, false), (_schemas.Loads, _schemas.OrDeployed));
        Assert.True(HasLine(rig, 2212) && HasLine(rig, 2213));
    }

    [Fact]
    public async Task GetAsync_RefusedAlthoughTheTableIsTheSame_KeepsThePlan()
    {
        await using var rig = new PipelineRig(_old, schemas: _schemas);
        rig.Streams.RefuseOpen = static _ => FakeStreams.Error(ZerobusErrorCode.SchemaRefused);
        _schemas.Load = static _ => Task.FromResult(new LoadedPlan(TestPlans.One(), "", TimeSpan.Zero));

        Assert.Same(_old, await rig.Refresher!.GetAsync(default));

        Assert.Equal(1, _schemas.Loads);
        Assert.True(HasLine(rig, 2214));
    }

    /// <summary>Tables that do not open are waited for together, however many they are.</summary>
    [Fact]
    public async Task GetAsync_TwoOfThreeTablesDoNotOpen_WaitsForOneGrace()
    {
        await using var rig = new PipelineRig(TestPlans.Each("main.raw.a", "main.raw.b", "main.raw.c"), schemas: _schemas);
        var silent = new TaskCompletionSource();
        rig.Streams.BeforeOpen = table => table.Name == "main.raw.c" ? Task.CompletedTask : silent.Task;

        var getting = rig.Refresher!.GetAsync(default).AsTask();
        Assert.False(getting.IsCompleted);
        rig.Clock.Advance(TableStreams.Grace);

        await getting.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task GetAsync_SeveralAtOnce_ReadTheSchemaOnce()
    {
        await using var rig = Changed();
        var loading = new TaskCompletionSource<LoadedPlan>(TaskCreationOptions.RunContinuationsAsynchronously);
        _schemas.Load = _ => loading.Task;
        var plans = Enumerable.Range(0, 5).Select(_ => rig.Refresher!.GetAsync(default).AsTask()).ToList();

        loading.SetResult(new LoadedPlan(_renewed, "", TimeSpan.Zero));

        Assert.All(await Task.WhenAll(plans).WaitAsync(Eventually.Patience), plan => Assert.Same(_renewed, plan));
        Assert.Equal(1, _schemas.Loads);
    }

    [Fact]
    public async Task GetAsync_OtherFailureOfTheStream_IsLeftToTheBatch()
    {
        await using var rig = new PipelineRig(_old, schemas: _schemas);
        rig.Streams.RefuseOpen = static _ => FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);

        Assert.Same(_old, await rig.Refresher!.GetAsync(default));
        Assert.Equal(0, _schemas.Loads);
    }

    [Fact]
    public async Task GetAsync_SchemaCannotBeRead_KeepsThePlanAndTriesAgainNextTime()
    {
        await using var rig = Changed();
        var load = _schemas.Load;
        _schemas.Load = static _ => throw new FunctionException(FunctionErrorTypes.ZerobusUnavailable, "Cannot read the schema.");
        Assert.Same(_old, await rig.Refresher!.GetAsync(default));
        Assert.Contains(
            rig.Logs.Lines,
            static line => line.Contains("keeps the old schema: Cannot read the schema.", StringComparison.Ordinal));

        _schemas.Load = load;

        Assert.Same(_renewed, await rig.Refresher.GetAsync(default));
    }

    [Fact]
    public async Task GetAsync_DeadlineWhileTheCatalogIsSilent_KeepsThePlan()
    {
        await using var rig = Changed();
        _schemas.Load = static async cancellation =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            throw new InvalidOperationException();
        };
        using var deadline = new CancellationTokenSource();
        var getting = rig.Refresher!.GetAsync(deadline.Token).AsTask().WaitAsync(Eventually.Patience);

        await deadline.CancelAsync();

        Assert.Same(_old, await getting);
        Assert.True(HasLine(rig, 2214));
    }

    [Fact]
    public async Task GetAsync_DeadlinePassed_KeepsThePlan()
    {
        await using var rig = Changed();

        Assert.Same(_old, await rig.Refresher!.GetAsync(new CancellationToken(canceled: true)));
        Assert.Equal(0, _schemas.Loads);
    }

    [Fact]
    public async Task ProcessAsync_TableHasChanged_UsesTheNewPlanInTheSameInvocation()
    {
        await using var rig = Changed();

        var result = await rig.StartAsync(PipelineRig.Message("a"));

        Assert.Equal((1, 0), (result.Acked, result.Failed));
        Assert.Equal(1, Assert.Single(rig.Streams.Opened).Written);
        Assert.Equal(1, (await rig.StartAsync(PipelineRig.Message("b"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_TableHasChangedAndTheCatalogIsDown_FailsTheBatch()
    {
        await using var rig = Changed();
        _schemas.Load = static _ => throw new FunctionException(FunctionErrorTypes.ZerobusUnavailable, "Cannot read the schema.");

        var result = await rig.StartAsync(PipelineRig.Message("a"));

        Assert.Equal((1, "Function.ZerobusUnavailable"), (result.Failed, result.Failure!.ErrorType));
    }

    /// <summary>Another invocation may be idle for long after the table has changed.</summary>
    [Fact]
    public async Task ProcessAsync_AProcessorSwitchesLate_WhatTheNewTableRefusesStaysKnown()
    {
        await using var rig = Changed();
        rig.Streams.Prepare = static (stream, _) => stream.OnWrite = row =>
        {
            var isRefused = row.Contains('x', StringComparison.Ordinal);
            stream.RefuseAck = _ => isRefused ? FakeStreams.Refusal() : null;
        };
        var idle = rig.CreateProcessor();
        await rig.StartAsync(PipelineRig.Message("a"), PipelineRig.Message("x"));
        await rig.StartAsync(PipelineRig.Message("b"), PipelineRig.Message("x"));

        await rig.StartAsync(idle, PipelineRig.Message("c"));

        await rig.StartAsync(PipelineRig.Message("d"), PipelineRig.Message("x"));
        rig.AssertLogged(2106, "Message x", 1);
    }

    private sealed class Schemas : ISchemaSource
    {
        public Func<CancellationToken, Task<LoadedPlan>> Load { get; set; } = null!;

        public int Loads { get; private set; }

        public bool OrDeployed { get; private set; }

        public Task<LoadedPlan> LoadAsync(bool orDeployed, CancellationToken cancellationToken)
        {
            Loads++;
            OrDeployed = orDeployed;
            return Load(cancellationToken);
        }

        public void Dispose()
        {
        }
    }
}
