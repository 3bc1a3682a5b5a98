using SqsIngestor.Benchmarks.Mapping;
using SqsIngestor.Benchmarks.Zerobus;

switch (args)
{
    case ["mapping"]:
        return MappingBenchmarks.Run();
    case ["zerobus", .. var rest]:
        return await ZerobusBenchmarks.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("Which one? mapping | zerobus");
        return 2;
}
