using SqsIngestor.Cli;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Cli.Terminal;

if (FunctionHost.IsRequested(args)) return FunctionHost.Run(args);
StandardOutput.Install();
InstalledFiles.ResolveNativeLibraries();
return await CommandLine.RunAsync(args);
