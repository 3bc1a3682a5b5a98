using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>All kinds of problems that a mapping or a descriptor can have.</summary>
public static class DiagnosticCodes
{
    // Stands before the codes, which fill it when they are created.
    private static readonly List<DiagnosticCode> Codes = [];

    /// <summary>The file does not exist or cannot be read.</summary>
    public static DiagnosticCode FileUnreadable { get; } =
        Add(DiagnosticGroup.File, "MAP001", "file cannot be read", "Check the path and the permissions.");

    /// <summary>The file is not YAML.</summary>
    public static DiagnosticCode YamlInvalid { get; } =
        Add(DiagnosticGroup.File, "MAP002", "not valid YAML", "Check indentation, quotes and brackets at the place shown.");

    /// <summary>The file exceeds <c>MappingLimits.MaxFileBytes</c>.</summary>
    public static DiagnosticCode FileTooLarge { get; } = Add(
        DiagnosticGroup.File, "MAP003", "file too large", "Split the file by table.");

    /// <summary>Aliases expand to more nodes than <c>MappingLimits.MaxNodes</c>.</summary>
    public static DiagnosticCode TooManyNodes { get; } = Add(
        DiagnosticGroup.File, "MAP004", "too many nodes", "Use fewer anchors and aliases.");

    /// <summary>Nested deeper than <c>MappingLimits.MaxDepth</c>.</summary>
    public static DiagnosticCode TooDeep { get; } = Add(DiagnosticGroup.File, "MAP005", "nested too deeply", "Flatten the file.");

    /// <summary><c>${NAME}</c> names a variable that is not set.</summary>
    public static DiagnosticCode VariableUnset { get; } =
        Add(DiagnosticGroup.File, "MAP006", "environment variable not set", "Set it on the function, or write the value.");

    /// <summary><c>${NAME}</c> names a variable that holds a secret, by its name.</summary>
    public static DiagnosticCode VariableSecret { get; } =
        Add(DiagnosticGroup.File, "MAP007", "environment variable holds a secret", "Use a variable whose value may be in a row.");

    /// <summary>A key that the language does not have.</summary>
    public static DiagnosticCode UnknownKey { get; } = Add(
        DiagnosticGroup.Form, "MAP101", "unknown key", "See the reference of the mapping language.");

    /// <summary>A key occurs twice in one mapping.</summary>
    public static DiagnosticCode DuplicateKey { get; } = Add(
        DiagnosticGroup.Form, "MAP102", "duplicate key", "Remove one of them.");

    /// <summary>A required key is missing.</summary>
    public static DiagnosticCode MissingKey { get; } = Add(DiagnosticGroup.Form, "MAP103", "missing key", "Add it.");

    /// <summary>The value has the wrong form: a mapping, a list or a scalar was expected.</summary>
    public static DiagnosticCode WrongKind { get; } =
        Add(DiagnosticGroup.Form, "MAP104", "wrong kind of value", "Write the kind of value that the message names.");

    /// <summary>A value that is not allowed.</summary>
    public static DiagnosticCode WrongValue { get; } =
        Add(DiagnosticGroup.Form, "MAP105", "value not allowed", "Write one of the values that the message names.");

    /// <summary>Not a valid three-part table name.</summary>
    public static DiagnosticCode BadTableName { get; } = Add(
        DiagnosticGroup.Form, "MAP106", "bad table name", "Write catalog.schema.table.");

    /// <summary>A column has no source, or more than one.</summary>
    public static DiagnosticCode OneSource { get; } =
        Add(DiagnosticGroup.Form, "MAP107", "not exactly one source", "Keep one of the keys that the message names.");

    /// <summary>The bytes are not a FileDescriptorSet.</summary>
    public static DiagnosticCode NotADescriptorSet { get; } = Add(
        DiagnosticGroup.Descriptor, "MAP201", "not a FileDescriptorSet",
        "Create it with protoc --include_imports --descriptor_set_out=FILE, or buf build -o FILE.");

    /// <summary>A file of the set imports one that is not in it.</summary>
    public static DiagnosticCode ImportMissing { get; } =
        Add(DiagnosticGroup.Descriptor, "MAP202", "import missing from the descriptor set", "Compile with --include_imports.");

    /// <summary>The files of the set contradict one another.</summary>
    public static DiagnosticCode DescriptorInvalid { get; } =
        Add(DiagnosticGroup.Descriptor, "MAP203", "descriptor set does not link", "Compile it again from its .proto files.");

    /// <summary>The set does not contain the named message.</summary>
    public static DiagnosticCode MessageNotFound { get; } =
        Add(DiagnosticGroup.Descriptor, "MAP204", "message not in the descriptor set", "Write the full name, with the package.");

    /// <summary>No message is named and the set contains several.</summary>
    public static DiagnosticCode MessageAmbiguous { get; } = Add(
        DiagnosticGroup.Descriptor, "MAP205", "message must be named", "Add the key message.");

    /// <summary>No table has columns for all fields of the message.</summary>
    public static DiagnosticCode NoDeltaType { get; } = Add(
        DiagnosticGroup.Descriptor, "MAP206", "field without a Delta type",
        "Use a type that a column can have: the service refuses the message for every table.", DiagnosticSeverity.Warning);

    /// <summary>Not a singular query of RFC 9535.</summary>
    public static DiagnosticCode PathInvalid { get; } = Add(
        DiagnosticGroup.PathsAndExpressions, "MAP301", "path not singular",
        "Use only $, names and indexes: $.body.order.lines[0].");

    /// <summary>The path starts at a root that does not exist, or does not exist here.</summary>
    public static DiagnosticCode PathRoot { get; } = Add(
        DiagnosticGroup.PathsAndExpressions, "MAP302", "unknown start of a path",
        "Start with one of the names that the message lists.");

    /// <summary>Not an expression, or its type does not fit its place.</summary>
    public static DiagnosticCode ExpressionInvalid { get; } =
        Add(DiagnosticGroup.PathsAndExpressions, "MAP303", "expression invalid", "See the reference of expressions.");

    /// <summary>Part of an expression never gives a value, or gives none for some numbers.</summary>
    public static DiagnosticCode ExpressionSuspicious { get; } = Add(
        DiagnosticGroup.PathsAndExpressions, "MAP304", "expression suspicious",
        "Check the part that is shown.", DiagnosticSeverity.Warning);

    /// <summary>The descriptor has no such field.</summary>
    public static DiagnosticCode UnknownColumn { get; } =
        Add(DiagnosticGroup.ColumnsAndTables, "MAP401", "unknown column", "Columns are the fields of the descriptor's message.");

    /// <summary>A field of the descriptor is neither mapped nor ignored.</summary>
    public static DiagnosticCode UnmappedColumn { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP402", "unmapped column", "Map it, or list it under ignore.");

    /// <summary>The source can never fit the field.</summary>
    public static DiagnosticCode TypeMismatch { get; } =
        Add(DiagnosticGroup.ColumnsAndTables, "MAP403", "type does not fit", "Change the source, the `as`, or the descriptor.");

    /// <summary>A required field is not mapped.</summary>
    public static DiagnosticCode RequiredColumn { get; } =
        Add(DiagnosticGroup.ColumnsAndTables, "MAP404", "required column not mapped", "A NOT NULL column needs a source.");

    /// <summary>An integer column looks like a time and has no <c>as</c>.</summary>
    public static DiagnosticCode TimeWithoutAs { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP405", "time column without as",
        "Add `as: timestamp` or `as: date`: a wrong unit would go unnoticed.",
        DiagnosticSeverity.Warning);

    /// <summary>A field without presence: its default value and a missing value look the same.</summary>
    public static DiagnosticCode ImplicitPresence { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP406", "field without presence",
        "Declare the field optional: otherwise 0, \"\" and false become NULL.",
        DiagnosticSeverity.Warning);

    /// <summary>An <c>explode</c> that could make any number of rows.</summary>
    public static DiagnosticCode ExplodeWithoutLimit { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP410", "explode without max_rows",
        "Add `max_rows`: the most rows that one message may give.");

    /// <summary>A condition that is never true, or a table after one that takes every message.</summary>
    public static DiagnosticCode UnreachableTable { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP411", "unreachable table",
        "Move the table up, or correct its when.", DiagnosticSeverity.Warning);

    /// <summary>A rescued column that is not a string.</summary>
    public static DiagnosticCode RescuedColumn { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP412", "rescued column not a string",
        "Use a STRING or VARIANT column: rescued values are JSON text.");

    /// <summary>A policy says rescue and the table has no rescued column.</summary>
    public static DiagnosticCode NothingRescues { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP413", "rescue without a rescued column",
        "Add a column with rescued: { scope: [body] }.");

    /// <summary>The mapping uses quarantine and names no table for it.</summary>
    public static DiagnosticCode QuarantineMissing { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP414", "quarantine table not named",
        "Add quarantine: { table: catalog.schema.table }.");

    /// <summary>A name that is already used.</summary>
    public static DiagnosticCode NameTaken { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP415", "name already in use", "Choose another name.");

    /// <summary>Two members of a oneof are mapped, and one of them is in every row.</summary>
    public static DiagnosticCode OneofAlwaysSet { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP416", "member of a oneof always set",
        "Map one member, or give each a source that can be missing.");

    /// <summary>Something that is right and never has an effect.</summary>
    public static DiagnosticCode Idle { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP417", "never has an effect",
        "Remove it, or add what it needs.", DiagnosticSeverity.Warning);

    /// <summary>A rescued column that does not get every value that no column has.</summary>
    public static DiagnosticCode RescueIncomplete { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP418", "rescued column not complete",
        "Write `scope: all`, or give the values that the message names a column of their own.", DiagnosticSeverity.Warning);

    /// <summary>A field of a STRUCT that the mapping fills one by one has no source.</summary>
    public static DiagnosticCode UnmappedField { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP419", "field of a STRUCT not mapped",
        "Map the field, or list it under `ignore`: `ignore: [customer.id]`.", DiagnosticSeverity.Warning);

    /// <summary>A value of the mapping has digits that its column does not hold.</summary>
    public static DiagnosticCode DigitsLost { get; } = Add(
        DiagnosticGroup.ColumnsAndTables, "MAP420", "value loses digits",
        "Write the value that the column holds, or use a column that holds all digits, such as a DECIMAL.",
        DiagnosticSeverity.Warning);

    /// <summary>A column names a table that <c>enums</c> does not have.</summary>
    public static DiagnosticCode EnumUnknown { get; } =
        Add(DiagnosticGroup.Values, "MAP430", "unknown enum table", "Name one of the tables under enums.");

    /// <summary>A target of an enum table is not a value of the field's enum.</summary>
    public static DiagnosticCode EnumTarget { get; } =
        Add(DiagnosticGroup.Values, "MAP431", "enum target not in the descriptor", "Use the names of the field's enum.");

    /// <summary>Two sources of an enum table differ only in case, and have different targets.</summary>
    public static DiagnosticCode EnumAmbiguous { get; } =
        Add(DiagnosticGroup.Values, "MAP432", "enum sources collide", "Keep one of them, or remove `fold_case`.");

    /// <summary>An option that has no effect on its column.</summary>
    public static DiagnosticCode OptionOutOfPlace { get; } =
        Add(DiagnosticGroup.Values, "MAP433", "option has no effect here", "Remove it, or add the option that it needs.");

    /// <summary>A time format that is not valid, or needs a zone.</summary>
    public static DiagnosticCode TimeFormat { get; } = Add(
        DiagnosticGroup.Values, "MAP434", "bad time format",
        "Use a time format of the reference, or a .NET date and time pattern.");

    /// <summary>A zone that is neither an offset nor known to this machine.</summary>
    public static DiagnosticCode ZoneUnknown { get; } = Add(
        DiagnosticGroup.Values, "MAP435", "unknown time zone",
        "Use UTC or an offset; a name needs time zone data on the machine.");

    /// <summary>Not decimal(p,s) with 1 ≤ p ≤ 38 and 0 ≤ s ≤ p.</summary>
    public static DiagnosticCode DecimalForm { get; } =
        Add(DiagnosticGroup.Values, "MAP436", "bad decimal type", "Write decimal(precision,scale), for example decimal(18,2).");

    /// <summary>A transform that is not written as a name or as a call.</summary>
    public static DiagnosticCode TransformSyntax { get; } = Add(
        DiagnosticGroup.Transforms, "MAP437", "transform cannot be read",
        "Write name, or name(argument, …) with text in quotes.");

    /// <summary>A transform that the language does not have.</summary>
    public static DiagnosticCode TransformUnknown { get; } =
        Add(DiagnosticGroup.Transforms, "MAP438", "unknown transform", "See the transforms of the mapping language.");

    /// <summary>Arguments that a transform does not take.</summary>
    public static DiagnosticCode TransformArgument { get; } =
        Add(DiagnosticGroup.Transforms, "MAP439", "bad argument of a transform", "Write the arguments that the message names.");

    /// <summary>A transform can never accept the result before it.</summary>
    public static DiagnosticCode TransformType { get; } = Add(
        DiagnosticGroup.Transforms, "MAP440", "transform can never apply", "Change the order, or add a conversion before it.");

    /// <summary>A step of <c>payload.decode</c> that the language does not have.</summary>
    public static DiagnosticCode PayloadStep { get; } =
        Add(DiagnosticGroup.Payload, "MAP450", "unknown payload step", "Write one of the steps that the message lists.");

    /// <summary>A step can never accept the result of the step before it.</summary>
    public static DiagnosticCode PayloadOrder { get; } = Add(
        DiagnosticGroup.Payload, "MAP451", "payload steps in the wrong order",
        "Unwrap and decode first, then decompress. A step that gives a document comes last.");

    /// <summary><c>when: auto</c> on a step that cannot recognize its input.</summary>
    public static DiagnosticCode PayloadWhen { get; } = Add(
        DiagnosticGroup.Payload, "MAP452", "payload step cannot be automatic",
        "Use `when: auto` only with the steps that the message lists.");

    /// <summary>A path leads below <c>$.body</c> and the payload is not a document.</summary>
    public static DiagnosticCode PayloadNoDocument { get; } =
        Add(DiagnosticGroup.Payload, "MAP453", "payload is not a document", "End `decode` with a step that gives a document.");

    /// <summary>A path starts at an envelope that no step removes.</summary>
    public static DiagnosticCode PayloadNoEnvelope { get; } =
        Add(DiagnosticGroup.Payload, "MAP454", "envelope is never removed", "Add the `unwrap` to `payload.decode`.");

    /// <summary>The file that a step names is not a schema.</summary>
    public static DiagnosticCode PayloadSchema { get; } =
        Add(DiagnosticGroup.Payload, "MAP455", "not a schema", "Name the schema with which the messages are written.");

    /// <summary>A test does not have exactly one of <c>event</c> and <c>body</c>.</summary>
    public static DiagnosticCode TestInput { get; } = Add(
        DiagnosticGroup.Tests, "MAP600", "not exactly one event or body",
        "Keep one of `event`, `body` and `body_file`; attributes belong to a body.");

    /// <summary>A test that compares nothing.</summary>
    public static DiagnosticCode TestWithoutExpectation { get; } = Add(
        DiagnosticGroup.Tests, "MAP601", "test without expectation",
        "Add `expect` or `expect_error`; `expect: {}` means no rows.");

    /// <summary>Two tests of one file have the same name.</summary>
    public static DiagnosticCode TestNameTaken { get; } = Add(
        DiagnosticGroup.Tests, "MAP602", "duplicate test name", "Give each test its own name.");

    /// <summary>A test expects rows of a table that the file does not have.</summary>
    public static DiagnosticCode TestUnknownTable { get; } = Add(
        DiagnosticGroup.Tests, "MAP603", "unknown table in a test",
        "Name a table of the file; with one table you can write its rows directly under `expect`.");

    /// <summary>A test compares a column that the table does not have.</summary>
    public static DiagnosticCode TestUnknownColumn { get; } =
        Add(DiagnosticGroup.Tests, "MAP604", "unknown column in a test", "Columns are the fields of the descriptor's message.");

    /// <summary>A test expects an unknown error code.</summary>
    public static DiagnosticCode TestUnknownErrorCode { get; } =
        Add(DiagnosticGroup.Tests, "MAP605", "unknown record error in a test", "See the list of record errors in the reference.");

    /// <summary>The catalog, or the files to check against, have no such table.</summary>
    public static DiagnosticCode TableNotFound { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP801", "table not found",
        "Check its name, and that `--against` names the catalog or file that has it.");

    /// <summary>The descriptor has a field that is not a column of the table.</summary>
    public static DiagnosticCode FieldNotInTable { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP802", "field not in the table",
        "Add the column to the table first, or remove the field from the descriptor: otherwise the service refuses the stream.");

    /// <summary>The descriptor lacks a NOT NULL column.</summary>
    public static DiagnosticCode NotNullMissing { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP803", "NOT NULL column not in the descriptor",
        "Pull the descriptor again: otherwise the service refuses the stream.");

    /// <summary>A field has another type than its column.</summary>
    public static DiagnosticCode ColumnTypeDiffers { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP804", "type differs from the column's",
        "Pull the descriptor again, or correct its .proto: otherwise the service refuses the stream.");

    /// <summary>The column has a type that Zerobus does not carry.</summary>
    public static DiagnosticCode ColumnUnsupported { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP805", "column type that Zerobus does not support",
        "Remove the field from the descriptor, or change the column's type.");

    /// <summary>Zerobus cannot write to the table at all.</summary>
    public static DiagnosticCode TableNotWritable { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP806", "table that Zerobus cannot write to",
        $"Use {WritableTableRule.Requirement}. It must have 1 to 2,000 columns.");

    /// <summary>The type of the column needs an <c>as</c> that the mapping does not have.</summary>
    public static DiagnosticCode ColumnWithoutAs { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP807", "column needs as",
        "Add the `as` of the column's type: otherwise the number or text is stored unchanged.",
        DiagnosticSeverity.Warning);

    /// <summary>An <c>as</c> that differs from the column's type.</summary>
    public static DiagnosticCode AsDiffers { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP808", "as differs from the column's type",
        "Change the `as` or the column: otherwise values are stored with the wrong meaning.", DiagnosticSeverity.Warning);

    /// <summary>A decimal with more digits than its column.</summary>
    public static DiagnosticCode DecimalTooWide { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP809", "decimal wider than its column",
        "Use the precision and the scale of the column.");

    /// <summary>A NOT NULL column whose field may be left unset.</summary>
    public static DiagnosticCode NotNullOptional { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP810", "NOT NULL column is optional in the descriptor",
        "Make the field required: then a message without a value fails here, with the name of the column, "
            + "and not at the service.",
        DiagnosticSeverity.Warning);

    /// <summary>A NOT NULL column that the mapping never fills.</summary>
    public static DiagnosticCode NotNullUnset { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP811", "NOT NULL column never filled",
        "Map it: otherwise the service refuses every row.");

    /// <summary>A column of the table that no descriptor can have.</summary>
    public static DiagnosticCode ColumnLeftOut { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP812", "column left out",
        "Rows land without it. Change its type to fill it, or ignore the warning.", DiagnosticSeverity.Warning);

    /// <summary>A mapped column whose values the table generates.</summary>
    public static DiagnosticCode ColumnGenerated { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP813", "column that the table generates",
        "Remove the column from the mapping and from the descriptor: it is read-only.");

    /// <summary>A decimal with fewer digits than its column.</summary>
    public static DiagnosticCode DecimalTooNarrow { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP814", "decimal narrower than its column",
        "Use the precision and the scale of the column: otherwise values that it holds are rounded or refused.",
        DiagnosticSeverity.Warning);

    /// <summary>A type in the descriptor set that has values which the column does not hold.</summary>
    public static DiagnosticCode ColumnNarrower { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP815", "column narrower than its type in the descriptor",
        "Pull the descriptor again: then a value that the column does not hold fails here, and not at the service.",
        DiagnosticSeverity.Warning);

    /// <summary>Text that is longer than its column in every row.</summary>
    public static DiagnosticCode TextNeverFits { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP816", "text longer than its column",
        "Use a longer type for the column, or another `as`: otherwise no value fits.");

    /// <summary>A table that Zerobus writes to, with something to know before that.</summary>
    public static DiagnosticCode TableWarning { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP817", "table with something to know",
        "Do what the message says, or ignore the warning: rows can land.", DiagnosticSeverity.Warning);

    /// <summary>The mapping takes its descriptor from the catalog, and the caller has no catalog.</summary>
    public static DiagnosticCode CatalogNotAvailable { get; } = Add(
        DiagnosticGroup.CatalogTable, "MAP820", "table of unity-catalog not available",
        "Pull its descriptor (sqs-ingestor schema pull --table NAME), or give check --against uc:, a .sql or a .json file.");

    /// <summary>All codes, by id.</summary>
    public static IReadOnlyList<DiagnosticCode> All { get; } = [.. Codes];

    private static DiagnosticCode Add(
        DiagnosticGroup group, string id, string meaning, string action, DiagnosticSeverity severity = DiagnosticSeverity.Error)
    {
        var code = new DiagnosticCode(group, id, meaning, action, severity);
        Codes.Add(code);
        return code;
    }
}
