using System.Globalization;

namespace SqsIngestor.Mapping.Tests;

/// <summary>How many random cases the hostile-input properties try.</summary>
internal static class HostileCases
{
    /// <summary>Longer than any case takes on a busy machine; it turns a hang into a failure.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The switch MAPPING_CASES, or a number that keeps a run of all tests short.</summary>
    public static int Count { get; } =
        int.TryParse(
            Environment.GetEnvironmentVariable("MAPPING_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases)
            ? cases
            : 2_000;

    /// <summary>Runs a case. An exception, or a case that does not end, is a failure that shows the case.</summary>
    /// <param name="run">The case.</param>
    /// <param name="show">What it was.</param>
    public static T InTime<T>(Func<T> run, Func<string> show)
    {
        var running = Task.Factory.StartNew(
            run, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);
        try
        {
            if (running.Wait(Patience)) return running.Result;
        }
        catch (AggregateException e)
        {
            Assert.Fail($"{e.InnerException}\nwith {show()}");
        }
        Assert.Fail($"A case did not end, with {show()}");
        return default;
    }
}
