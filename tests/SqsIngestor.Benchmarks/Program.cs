using SqsIngestor.Benchmarks.Delivery;
using SqsIngestor.Benchmarks.Emulator;
using SqsIngestor.Benchmarks.Lambda;
using SqsIngestor.Benchmarks.Mapping;
using SqsIngestor.Benchmarks.Payloads;
using SqsIngestor.Benchmarks.Zerobus;

switch (args)
{
    case ["mapping"]:
        return MappingBenchmarks.Run();
    case ["payload"]:
        return PayloadBenchmarks.Run();
    case ["zerobus", .. var rest]:
        return await ZerobusBenchmarks.RunAsync(rest);
    case ["emulator"]:
        return await EmulatorBenchmarks.RunAsync();
    case ["lambda", .. var rest]:
        return await LambdaBenchmarks.RunAsync(rest);
    case ["delivery", .. var rest]:
        return await DeliveryBenchmarks.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("Which one? mapping | payload | zerobus | lambda | delivery | emulator");
        return 2;
}
