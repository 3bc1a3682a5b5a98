// Without arguments: runs the examples of both READMEs, and prints what they print.
// With a folder, a version and a commit: checks the content of the packages in the folder.
using Consumer;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sales;
using SqsIngestor.Zerobus.Testing;

if (args is [var folder, var version, var commit])
{
    PackageContent.Check(folder, version, commit);
    return;
}

// What the first example needs: an endpoint of tokens, and a service that refuses orders with a negative amount.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
await using var workspace = builder.Build();
workspace.MapPost("/oidc/v1/token", () => Results.Text("""{"access_token": "token", "expires_in": 3600}""", "application/json"));
await workspace.StartAsync();
await using var zerobus = await ScriptedZerobus.StartAsync(Scripts.Refusing(
    record => IsProtobuf(record.Span) && Order.Parser.ParseFrom(record.Span).Amount < 0
        ? new Status(StatusCode.InvalidArgument, "The amount is negative.")
        : null));
Environment.SetEnvironmentVariable("DATABRICKS_HOST", workspace.Urls.First());
Environment.SetEnvironmentVariable("DATABRICKS_CLIENT_ID", "client");
Environment.SetEnvironmentVariable("DATABRICKS_CLIENT_SECRET", "secret");
Environment.SetEnvironmentVariable("ZEROBUS_ENDPOINT", zerobus.Endpoint.ToString());

await ZerobusReadme.RunAsync();
await TestingReadme.RunAsync();

static bool IsProtobuf(ReadOnlySpan<byte> record) => record is not [(byte)'{', ..];
