using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SqsIngestor.Cli.Terminal;

/// <summary>
/// Shows on standard error how far work is that takes more than a second: with rate and time left, or with the time that has
/// passed if nobody knows how much is left. Only on a terminal, and not with --quiet, --no-color or NO_COLOR.
/// </summary>
internal static class ProgressBar
{
    /// <summary>Work that is shorter shows nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs work whose size is known.</summary>
    /// <param name="title">What it does.</param>
    /// <param name="total">Its size in bytes.</param>
    /// <param name="done">How many bytes are done; called from another thread.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(string title, long total, Func<long> done, Func<T> work)
    {
        if (!IsWanted) return work();
        using var ended = new CancellationTokenSource();
        var shown = ShowAsync(title, total, done, ended.Token);
        try
        {
            return work();
        }
        finally
        {
            ended.Cancel();
            // The bar must be gone before the next line is printed.
            shown.GetAwaiter().GetResult();
        }
    }

    /// <summary>Runs work whose size nobody knows.</summary>
    /// <param name="title">What it does.</param>
    /// <param name="work">The work.</param>
    public static async Task<T> RunAsync<T>(string title, Func<Task<T>> work)
    {
        if (!IsWanted) return await work();
        using var ended = new CancellationTokenSource();
        var shown = ShowAsync(title, null, null, ended.Token);
        try
        {
            return await work();
        }
        finally
        {
            await ended.CancelAsync();
            await shown;
        }
    }

    private static bool IsWanted => !Console.IsErrorRedirected && !Verbosity.IsQuiet && !Verbosity.IsPlain;

    private static async Task ShowAsync(string title, long? total, Func<long>? done, CancellationToken ended)
    {
        if (!await WaitAsync(Patience, ended)) return;
        ProgressColumn[] columns = total is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new PercentageColumn(), new RateColumn(), new TimeLeftColumn()];
        await ConsoleFactory.CreateForErrors().Progress().AutoClear(true).Columns(columns).StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(title), maxValue: total ?? 1);
            task.IsIndeterminate = total is null;
            do
            {
                if (done is not null) task.Value = done();
            }
            while (await WaitAsync(Refresh, ended));
        });
    }

    /// <summary>Waits; false if the work has ended.</summary>
    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken ended)
    {
        await Task.Delay(time, TimeProvider.System, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ended.IsCancellationRequested;
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(
            task.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed / 1e6:0.0} MB/s") : "");
    }

    private sealed class TimeLeftColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(
            task.RemainingTime is { } left
                ? $"{Quantity.Duration(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))} left"
                : "");
    }
}
