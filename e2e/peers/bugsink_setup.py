# Run in Bugsink's own shell: two projects, and tokens with exactly the rights that the documentation names.
import json

from bsmain.models import AuthToken
from projects.models import Project

own = Project.objects.create(name="roundtrip", slug="roundtrip")
other = Project.objects.create(name="other", slug="other")
read = {"projects_read": True, "issues_read": True, "events_read": True}


def token(**rights):
    made = AuthToken(**rights)
    made.clean()
    made.save()
    return made.token


print(
    json.dumps(
        {
            "dsn": own.dsn,
            "token": token(**read),
            "withoutEvents": token(projects_read=True, issues_read=True),
            "ofOther": token(**read, is_project_bound=True, project=other),
            "uploadOnly": token(debug_files_upload=True),
        }
    )
)
