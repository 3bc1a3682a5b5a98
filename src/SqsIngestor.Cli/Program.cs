using SqsIngestor.Cli;

return await CommandLine.RunAsync(args);
