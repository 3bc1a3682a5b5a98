namespace SqsIngestor.Emulator.Tests.Lambda;

/// <summary>
/// The tests that start processes. They run one at a time, after all the others, so that none of them waits for the machine.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
