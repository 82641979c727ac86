from pathlib import Path


def check_documents(folder: Path) -> bool:
    return False
