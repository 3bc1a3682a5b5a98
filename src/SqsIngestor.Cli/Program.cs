using SqsIngestor.Cli;
using SqsIngestor.Cli.Terminal;

StandardOutput.Install();
return await CommandLine.RunAsync(args);
