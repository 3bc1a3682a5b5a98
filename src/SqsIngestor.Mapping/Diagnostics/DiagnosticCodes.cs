namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>All kinds of problems that a mapping or a descriptor can have.</summary>
public static class DiagnosticCodes
{
    // Before the codes: it is filled while they are made.
    private static readonly List<DiagnosticCode> Codes = [];

    /// <summary>The file is not there or cannot be read.</summary>
    public static DiagnosticCode FileUnreadable { get; } =
        Add("MAP001", "file cannot be read", "Check the path and the permissions.");

    /// <summary>The file is not YAML.</summary>
    public static DiagnosticCode YamlInvalid { get; } =
        Add("MAP002", "not valid YAML", "Check indentation, quotes and brackets at the place shown.");

    /// <summary>The file exceeds <c>MappingLimits.MaxFileBytes</c>.</summary>
    public static DiagnosticCode FileTooLarge { get; } = Add("MAP003", "file too large", "Split the file by table.");

    /// <summary>Aliases expand to more nodes than <c>MappingLimits.MaxNodes</c>.</summary>
    public static DiagnosticCode TooManyNodes { get; } = Add("MAP004", "too many nodes", "Use fewer anchors and aliases.");

    /// <summary>Nested deeper than <c>MappingLimits.MaxDepth</c>.</summary>
    public static DiagnosticCode TooDeep { get; } = Add("MAP005", "nested too deeply", "Flatten the file.");

    /// <summary><c>${NAME}</c> names a variable that is not set.</summary>
    public static DiagnosticCode VariableUnset { get; } =
        Add("MAP006", "environment variable not set", "Set it on the function, or write the value.");

    /// <summary><c>${NAME}</c> names a variable that holds a secret, by its name.</summary>
    public static DiagnosticCode VariableSecret { get; } =
        Add("MAP007", "environment variable holds a secret", "Use a variable whose value may stand in a row.");

    /// <summary>A key that the language does not have.</summary>
    public static DiagnosticCode UnknownKey { get; } = Add("MAP101", "unknown key", "See the reference of the mapping language.");

    /// <summary>A key is there twice in one mapping.</summary>
    public static DiagnosticCode DuplicateKey { get; } = Add("MAP102", "duplicate key", "Remove one of them.");

    /// <summary>A key that must be there is not.</summary>
    public static DiagnosticCode MissingKey { get; } = Add("MAP103", "missing key", "Add it.");

    /// <summary>A mapping, a list or a scalar was expected and something else stands there.</summary>
    public static DiagnosticCode WrongKind { get; } =
        Add("MAP104", "wrong kind of value", "Write the kind of value that the message names.");

    /// <summary>A value outside those allowed.</summary>
    public static DiagnosticCode WrongValue { get; } =
        Add("MAP105", "value not allowed", "Write one of the values that the message names.");

    /// <summary>Not a valid three-part table name.</summary>
    public static DiagnosticCode BadTableName { get; } = Add("MAP106", "bad table name", "Write catalog.schema.table.");

    /// <summary>A column has no source, or more than one.</summary>
    public static DiagnosticCode OneSource { get; } =
        Add("MAP107", "not exactly one source", "Keep one of the keys that the message names.");

    /// <summary>The bytes are not a FileDescriptorSet.</summary>
    public static DiagnosticCode NotADescriptorSet { get; } = Add(
        "MAP201", "not a FileDescriptorSet",
        "Create it with protoc --include_imports --descriptor_set_out=FILE, or buf build -o FILE.");

    /// <summary>A file of the set imports one that is not in it.</summary>
    public static DiagnosticCode ImportMissing { get; } =
        Add("MAP202", "import missing from the descriptor set", "Compile with --include_imports.");

    /// <summary>The files of the set contradict one another.</summary>
    public static DiagnosticCode DescriptorInvalid { get; } =
        Add("MAP203", "descriptor set does not link", "Compile it again from its .proto files.");

    /// <summary>The set has no message of that name.</summary>
    public static DiagnosticCode MessageNotFound { get; } =
        Add("MAP204", "message not in the descriptor set", "Write the full name, with the package.");

    /// <summary>No message is named and the set leaves a choice.</summary>
    public static DiagnosticCode MessageAmbiguous { get; } = Add("MAP205", "message must be named", "Add the key message.");

    /// <summary>Not a singular query of RFC 9535.</summary>
    public static DiagnosticCode PathInvalid { get; } =
        Add("MAP301", "path not singular", "Use only $, names and indexes: $.body.order.lines[0].");

    /// <summary>The path starts at something that does not exist, or not here.</summary>
    public static DiagnosticCode PathRoot { get; } =
        Add("MAP302", "unknown start of a path", "Start with one of the names that the message lists.");

    /// <summary>The descriptor has no such field.</summary>
    public static DiagnosticCode UnknownColumn { get; } =
        Add("MAP401", "unknown column", "Columns are the fields of the descriptor's message.");

    /// <summary>A field of the descriptor is neither mapped nor ignored.</summary>
    public static DiagnosticCode UnmappedColumn { get; } = Add("MAP402", "unmapped column", "Map it, or list it under ignore.");

    /// <summary>The source can never fit the field.</summary>
    public static DiagnosticCode TypeMismatch { get; } =
        Add("MAP403", "type does not fit", "Change the source, the `as`, or the descriptor.");

    /// <summary>A required field is not mapped.</summary>
    public static DiagnosticCode RequiredColumn { get; } =
        Add("MAP404", "required column not mapped", "A NOT NULL column needs a source.");

    /// <summary>An integer column looks like a time and has no <c>as</c>.</summary>
    public static DiagnosticCode TimeWithoutAs { get; } = Add(
        "MAP405", "time column without as", "Add `as: timestamp` or `as: date`: a wrong unit would go unnoticed.",
        DiagnosticSeverity.Warning);

    /// <summary>A field whose default value cannot be told from an absent one.</summary>
    public static DiagnosticCode ImplicitPresence { get; } = Add(
        "MAP406", "field without presence", "Declare the field optional: otherwise 0, \"\" and false become NULL.",
        DiagnosticSeverity.Warning);

    /// <summary>An <c>explode</c> that could make any number of rows.</summary>
    public static DiagnosticCode ExplodeWithoutLimit { get; } =
        Add("MAP410", "explode without max_rows", "Add `max_rows`: the most rows that one message may give.");

    /// <summary>A condition that never holds, or a table behind one that takes every message.</summary>
    public static DiagnosticCode UnreachableTable { get; } =
        Add("MAP411", "unreachable table", "Move the table up, or correct its when.", DiagnosticSeverity.Warning);

    /// <summary>A rescued column that is not a string.</summary>
    public static DiagnosticCode RescuedColumn { get; } =
        Add("MAP412", "rescued column not a string", "Use a STRING or VARIANT column: rescued values are JSON text.");

    /// <summary>A policy says rescue and no column of the table takes what is rescued.</summary>
    public static DiagnosticCode NothingRescues { get; } =
        Add("MAP413", "rescue without a rescued column", "Add a column with rescued: { scope: [body] }.");

    /// <summary>Quarantine is asked for and no table is named for it.</summary>
    public static DiagnosticCode QuarantineMissing { get; } =
        Add("MAP414", "quarantine table not named", "Add quarantine: { table: catalog.schema.table }.");

    /// <summary>A name that is taken already.</summary>
    public static DiagnosticCode NameTaken { get; } = Add("MAP415", "name already in use", "Choose another name.");

    /// <summary>Two members of a oneof are mapped, and one of them is in every row.</summary>
    public static DiagnosticCode OneofAlwaysSet { get; } =
        Add("MAP416", "member of a oneof always set", "Map one member, or give each a source that can be missing.");

    /// <summary>Not an expression, or one that does not fit its place.</summary>
    public static DiagnosticCode ExpressionInvalid { get; } =
        Add("MAP303", "expression invalid", "See the reference of expressions.");

    /// <summary>Part of an expression can never give a value.</summary>
    public static DiagnosticCode ExpressionSuspicious { get; } =
        Add("MAP304", "expression suspicious", "Check the part that is shown.", DiagnosticSeverity.Warning);


    /// <summary>A step of <c>payload.decode</c> that the language does not have.</summary>
    public static DiagnosticCode PayloadStep { get; } =
        Add("MAP450", "unknown payload step", "Write one of the steps that the message lists.");

    /// <summary>A step can never take what the step before it leaves.</summary>
    public static DiagnosticCode PayloadOrder { get; } = Add(
        "MAP451", "payload steps in the wrong order", "Unwrap and base64 first, then decompress, then json, ndjson or protobuf.");

    /// <summary><c>when: auto</c> on a step that nothing tells apart.</summary>
    public static DiagnosticCode PayloadWhen { get; } =
        Add("MAP452", "payload step cannot be automatic", "Use `when: auto` only with `unwrap` and `gzip`.");

    /// <summary>A path leads below <c>$.body</c> and the payload is not a document.</summary>
    public static DiagnosticCode PayloadNoDocument { get; } =
        Add("MAP453", "payload is not a document", "End decode with json, ndjson or protobuf.");

    /// <summary>A path starts at an envelope that no step takes off.</summary>
    public static DiagnosticCode PayloadNoEnvelope { get; } =
        Add("MAP454", "envelope is never removed", "Add the `unwrap` to `payload.decode`.");

    /// <summary>A test has not exactly one of <c>event</c> and <c>body</c>.</summary>
    public static DiagnosticCode TestInput { get; } =
        Add("MAP600", "not exactly one event or body", "Keep either `event` or `body`; attributes belong to `body`.");

    /// <summary>A test that compares nothing.</summary>
    public static DiagnosticCode TestWithoutExpectation { get; } =
        Add("MAP601", "test without expectation", "Add `expect` or `expect_error`; `expect: {}` means no rows.");

    /// <summary>Two tests of one file have the same name.</summary>
    public static DiagnosticCode TestNameTaken { get; } = Add("MAP602", "duplicate test name", "Give each test its own name.");

    /// <summary>A test expects rows of a table that the file does not have.</summary>
    public static DiagnosticCode TestUnknownTable { get; } = Add(
        "MAP603", "unknown table in a test",
        "Name a table of the file; with one table you can write its rows directly under `expect`.");

    /// <summary>A test compares a column that the table does not have.</summary>
    public static DiagnosticCode TestUnknownColumn { get; } =
        Add("MAP604", "unknown column in a test", "Columns are the fields of the descriptor's message.");

    /// <summary>A test expects an error that there is not.</summary>
    public static DiagnosticCode TestUnknownErrorCode { get; } =
        Add("MAP605", "unknown record error in a test", "See the list of record errors in the reference.");


    /// <summary>A column names a table that <c>enums</c> does not have.</summary>
    public static DiagnosticCode EnumUnknown { get; } =
        Add("MAP430", "unknown enum table", "Name one of the tables under enums.");

    /// <summary>A target of an enum table is not a value of the field's enum.</summary>
    public static DiagnosticCode EnumTarget { get; } =
        Add("MAP431", "enum target not in the descriptor", "Use the names of the field's enum.");

    /// <summary>Two sources of an enum table are the same once case is folded, and their targets differ.</summary>
    public static DiagnosticCode EnumAmbiguous { get; } =
        Add("MAP432", "enum sources collide", "Keep one of them, or remove `fold_case`.");

    /// <summary>An option that has no effect where it stands.</summary>
    public static DiagnosticCode OptionOutOfPlace { get; } =
        Add("MAP433", "option has no effect here", "Remove it, or add the option that it needs.");

    /// <summary>A time format that cannot be read, or not without a zone.</summary>
    public static DiagnosticCode TimeFormat { get; } =
        Add("MAP434", "bad time format", "Use rfc3339, epoch_s, epoch_ms, epoch_us, epoch_ns, or a .NET date and time pattern.");

    /// <summary>A zone that is neither an offset nor known to this machine.</summary>
    public static DiagnosticCode ZoneUnknown { get; } =
        Add("MAP435", "unknown time zone", "Use UTC or an offset; a name needs time zone data on the machine.");

    /// <summary>Not decimal(p,s) with 1 ≤ p ≤ 38 and 0 ≤ s ≤ p.</summary>
    public static DiagnosticCode DecimalForm { get; } =
        Add("MAP436", "bad decimal type", "Write decimal(precision,scale), for example decimal(18,2).");

    /// <summary>A transform that is not written as a name or as a call.</summary>
    public static DiagnosticCode TransformSyntax { get; } =
        Add("MAP437", "transform cannot be read", "Write name, or name(argument, …) with text in quotes.");

    /// <summary>A transform that the language does not have.</summary>
    public static DiagnosticCode TransformUnknown { get; } =
        Add("MAP438", "unknown transform", "See the transforms of the mapping language.");

    /// <summary>Arguments that a transform does not take.</summary>
    public static DiagnosticCode TransformArgument { get; } =
        Add("MAP439", "bad argument of a transform", "Write the arguments that the message names.");

    /// <summary>A transform can never take what comes before it.</summary>
    public static DiagnosticCode TransformType { get; } =
        Add("MAP440", "transform can never apply", "Change the order, or add a conversion before it.");

    /// <summary>The mapping takes its descriptor from the catalog, and there is none to ask.</summary>
    public static DiagnosticCode CatalogNotAvailable { get; } = Add(
        "MAP820", "table of unity-catalog not available",
        "Pull its descriptor (sqs-ingestor schema pull --table NAME), or give check --against uc:, a .sql or a .json file.");

    /// <summary>What the mapping is checked against has no such table.</summary>
    public static DiagnosticCode TableNotFound { get; } =
        Add("MAP801", "table not found", "Check its name, and that `--against` names the catalog or file that has it.");

    /// <summary>The descriptor has a field that is not a column of the table.</summary>
    public static DiagnosticCode FieldNotInTable { get; } = Add(
        "MAP802", "field not in the table",
        "Add the column to the table first, or remove the field from the descriptor: otherwise the service refuses the stream.");

    /// <summary>The descriptor lacks a NOT NULL column.</summary>
    public static DiagnosticCode NotNullMissing { get; } = Add(
        "MAP803", "NOT NULL column not in the descriptor",
        "Pull the descriptor again: otherwise the service refuses the stream.");

    /// <summary>A field has another type than its column.</summary>
    public static DiagnosticCode ColumnTypeDiffers { get; } = Add(
        "MAP804", "type differs from the column's",
        "Pull the descriptor again, or correct its .proto: otherwise the service refuses the stream.");

    /// <summary>The column has a type that Zerobus does not carry.</summary>
    public static DiagnosticCode ColumnUnsupported { get; } = Add(
        "MAP805", "column type that Zerobus does not support",
        "Remove the field from the descriptor, or change the column's type.");

    /// <summary>Zerobus cannot write to the table at all.</summary>
    public static DiagnosticCode TableNotWritable { get; } =
        Add("MAP806", "table that Zerobus cannot write to", "Use an ordinary Delta table with 1 to 2,000 columns.");

    /// <summary>A column whose values have a meaning that the mapping does not give them.</summary>
    public static DiagnosticCode ColumnWithoutAs { get; } = Add(
        "MAP807", "column needs as", "Add the `as` of the column's type: otherwise the number or text is stored unchanged.",
        DiagnosticSeverity.Warning);

    /// <summary>An <c>as</c> that is another than the column's type.</summary>
    public static DiagnosticCode AsDiffers { get; } = Add(
        "MAP808", "as differs from the column's type",
        "Change the `as` or the column: otherwise values are stored with the wrong meaning.", DiagnosticSeverity.Warning);

    /// <summary>A decimal with more digits than its column.</summary>
    public static DiagnosticCode DecimalTooWide { get; } =
        Add("MAP809", "decimal wider than its column", "Use the precision and the scale of the column.");

    /// <summary>A NOT NULL column whose field may be left unset.</summary>
    public static DiagnosticCode NotNullOptional { get; } = Add(
        "MAP810", "NOT NULL column is optional in the descriptor",
        "Make the field required: then a message without a value fails here, with the name of the column, "
            + "and not at the service.",
        DiagnosticSeverity.Warning);

    /// <summary>A NOT NULL column that the mapping never fills.</summary>
    public static DiagnosticCode NotNullUnset { get; } =
        Add("MAP811", "NOT NULL column never filled", "Map it: otherwise the service refuses every row.");

    /// <summary>All codes, by id.</summary>
    public static IReadOnlyList<DiagnosticCode> All { get; } = [.. Codes.OrderBy(c => c.Id, StringComparer.Ordinal)];

    private static DiagnosticCode Add(
        string id, string title, string advice, DiagnosticSeverity severity = DiagnosticSeverity.Error)
    {
        var code = new DiagnosticCode(id, title, advice, severity);
        Codes.Add(code);
        return code;
    }
}
