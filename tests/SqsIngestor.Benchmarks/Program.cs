using SqsIngestor.Benchmarks.Zerobus;

return args is ["zerobus", .. var rest] ? await ZerobusBenchmarks.RunAsync(rest) : 0;
