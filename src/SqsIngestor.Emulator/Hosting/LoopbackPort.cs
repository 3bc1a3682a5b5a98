using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SqsIngestor.Emulator.Hosting;

/// <summary>A port of 127.0.0.1 to listen on.</summary>
/// <param name="Protocols">What is spoken there.</param>
/// <param name="Port">The port; 0 for any free one.</param>
/// <param name="Certificate">The server's certificate for TLS; null for clear text.</param>
internal readonly record struct LoopbackPort(HttpProtocols Protocols, int Port = 0, X509Certificate2? Certificate = null);
