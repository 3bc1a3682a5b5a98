using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary>The Runtime API's short answers.</summary>
internal static class RuntimeAnswers
{
    public static IResult Accepted() => Results.Json(new Dictionary<string, string> { ["status"] = "OK" }, statusCode: 202);

    public static IResult UnknownRequest(string id) => Error(400, "InvalidRequestID", $"No invocation {id} is running.");

    public static IResult InitIsOver() =>
        Error(403, "InvalidStateTransition", "The function has requested an event, so init is over.");

    public static IResult TooLarge(ReportedError error) => Error(413, "RequestEntityTooLarge", error.Message);

    public static IResult NotAnExtension() =>
        Error(403, "Extension.UnknownExtensionIdentifier", "Register first, and send Lambda-Extension-Identifier.");

    public static IResult NoExtensionName() =>
        Error(400, "Extension.InvalidExtensionName", "The header Lambda-Extension-Name is missing.");

    public static IResult UnsupportedEvents() =>
        Error(403, "Extension.InvalidEventType", "An internal extension cannot register for SHUTDOWN; register with no events.");

    private static IResult Error(int status, string type, string message) =>
        Results.Json(new Dictionary<string, string> { ["errorType"] = type, ["errorMessage"] = message }, statusCode: status);
}
