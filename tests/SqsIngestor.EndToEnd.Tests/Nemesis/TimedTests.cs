namespace SqsIngestor.EndToEnd.Tests.Nemesis;

/// <summary>The tests that check time and memory. They run one at a time, after all the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedTests
{
    public const string Name = "timed";
}
