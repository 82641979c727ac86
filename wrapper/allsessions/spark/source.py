"""The Spark data source `allsessions`."""

from pyspark.sql import SparkSession
from pyspark.sql.datasource import DataSource
from pyspark.sql.types import StructType

from .options import Options
from .readers import PushdownReader, SessionsReader, SessionsStreamReader, rows


def register(spark: SparkSession) -> None:
    """Register the format `allsessions` in a Spark session."""
    spark.dataSource.register(SessionsDataSource)


class SessionsDataSource(DataSource):
    """Sessions of several sources, for `spark.read` and `spark.readStream`.

    `Options` documents the options. An unknown or invalid option raises ConfigurationError.
    """

    @classmethod
    def name(cls) -> str:
        """Return the name that users pass to `format`."""
        return "allsessions"

    def schema(self) -> StructType:
        """Return the columns of an export, and `raw` and `problem` if the options request them."""
        return rows(Options.read(self.options)).schema

    def reader(self, schema: StructType) -> SessionsReader:
        """Return a reader of all sessions."""
        options = Options.read(self.options)
        return (PushdownReader if options.pushdown else SessionsReader)(options, schema)

    def streamReader(self, schema: StructType) -> SessionsStreamReader:  # noqa: N802, as Spark calls it
        """Return a reader of new sessions."""
        return SessionsStreamReader(Options.read(self.options), schema)
