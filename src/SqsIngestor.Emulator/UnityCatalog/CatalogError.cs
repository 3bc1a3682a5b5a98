using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.UnityCatalog;

/// <summary>Errors as Databricks's REST APIs answer them.</summary>
internal static class CatalogError
{
    public static IResult Unauthenticated() => Answer(401, "UNAUTHENTICATED", "The access token is missing, unknown or expired.");

    public static IResult NotFound(string name) => Answer(404, "TABLE_DOES_NOT_EXIST", $"Table '{name}' does not exist.");

    public static IResult AlreadyExists(string name) => Answer(409, "TABLE_ALREADY_EXISTS", $"Table '{name}' already exists.");

    public static IResult Switched(int status) =>
        Answer(status, "TEMPORARILY_UNAVAILABLE", "The catalog is switched to this status.");

    public static IResult Invalid(string message) => Answer(400, "INVALID_PARAMETER_VALUE", message);

    private static IResult Answer(int status, string code, string message) =>
        Results.Json(new Dictionary<string, string> { ["error_code"] = code, ["message"] = message }, statusCode: status);
}
