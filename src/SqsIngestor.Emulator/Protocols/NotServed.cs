using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Emulator.Ingest;

namespace SqsIngestor.Emulator.Protocols;

/// <summary>
/// Answers requests for what the real endpoints serve and this server does not, and for what neither does: the answer says what
/// is not served and what is.
/// </summary>
internal static class NotServed
{
    /// <summary>What this server serves, as a sentence.</summary>
    public const string WhatIs =
        "The local Databricks serves Zerobus streams (gRPC, databricks.zerobus.Zerobus), inserts (POST "
        + "/zerobus/v1/tables/CATALOG.SCHEMA.TABLE/insert), tokens (POST /oidc/v1/token) and Unity Catalog "
        + "(/api/2.1/unity-catalog/tables).";

    private const string OtherMethod = "a gRPC method that the local Databricks does not have";
    private const string OtherPath = "a path or HTTP method that the local Databricks does not have";

    private static readonly (string Prefix, string Name)[] Others =
    [
        ("/opentelemetry.proto.collector.", "OpenTelemetry (OTLP over gRPC)"),
        ("/arrow.flight.protocol.", "Arrow Flight"),
        ("/v1/traces", "OpenTelemetry (OTLP over HTTP)"),
        ("/v1/metrics", "OpenTelemetry (OTLP over HTTP)"),
        ("/v1/logs", "OpenTelemetry (OTLP over HTTP)"),
        ("/databricks.zerobus.Zerobus/", "This method of databricks.zerobus.Zerobus"),
    ];

    /// <summary>Answers a request that no endpoint takes.</summary>
    public static Task AnswerAsync(HttpContext context, ILogger logger)
    {
        var name = Others.FirstOrDefault(
            other => context.Request.Path.Value!.StartsWith(other.Prefix, StringComparison.OrdinalIgnoreCase)).Name;
        return IsGrpc(context.Request) ? AnswerGrpcAsync(context, name, logger) : AnswerHttpAsync(context, name, logger);
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The status in the headers alone, as gRPC allows where there is no message.</summary>
    private static Task AnswerGrpcAsync(HttpContext context, string? name, ILogger logger)
    {
        IngestLog.RequestNotServed(logger, name ?? OtherMethod);
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)StatusCode.Unimplemented).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Sentence(name ?? "This gRPC method");
        return Task.CompletedTask;
    }

    private static Task AnswerHttpAsync(HttpContext context, string? name, ILogger logger)
    {
        IngestLog.RequestNotServed(logger, name ?? OtherPath);
        var (status, code) = name is null
            ? (StatusCodes.Status404NotFound, "ENDPOINT_NOT_FOUND")
            : (StatusCodes.Status501NotImplemented, "NOT_IMPLEMENTED");
        return ErrorBody.Of(status, code, Sentence(name ?? "This path or HTTP method")).ExecuteAsync(context);
    }

    /// <summary>ASCII, without percent signs, so that a header can have it as it is.</summary>
    private static string Sentence(string name) => $"{name} is not served here. {WhatIs}";
}
