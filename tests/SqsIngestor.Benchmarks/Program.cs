using SqsIngestor.Benchmarks.Delivery;
using SqsIngestor.Benchmarks.Emulator;
using SqsIngestor.Benchmarks.Lambda;
using SqsIngestor.Benchmarks.Mapping;
using SqsIngestor.Benchmarks.Zerobus;

switch (args)
{
    case ["mapping"]:
        return MappingBenchmarks.Run();
    case ["zerobus", .. var rest]:
        return await ZerobusBenchmarks.RunAsync(rest);
    case ["emulator"]:
        return await EmulatorBenchmarks.RunAsync();
    case ["delivery", "memory"]:
        return await MemoryBenchmarks.RunAsync();
    case ["lambda", .. var rest]:
        return await LambdaBenchmarks.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("Which one? mapping | zerobus | lambda | delivery memory | emulator");
        return 2;
}
